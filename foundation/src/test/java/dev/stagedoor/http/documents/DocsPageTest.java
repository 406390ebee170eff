// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.server.StartedServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reference of the API is a page that comes from this server alone")
class DocsPageTest {
    private static final StartedServer SERVER = new StartedServer(
            HttpConfig.local(),
            PlatformRoutes.table(
                    List.of(), new Health(Map.of()), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1.2.3"));

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void the_root_leads_there() {
        HttpResponse<String> root = SERVER.send(SERVER.to("/"));

        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(root.headers().firstValue("Location")).hasValue("/docs");
    }

    @Test
    void the_page_has_no_script_in_it_and_may_load_none_from_elsewhere() {
        HttpResponse<String> page = SERVER.send(SERVER.to("/docs"));

        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-eval", "http:", "https:");
        assertThat(page.body())
                .doesNotContainPattern("<script(?![^>]* src=\"/docs/)")
                .contains("/openapi.json");
    }

    @Test
    void its_program_is_sent_compressed_to_whoever_can_unpack_it_and_once() throws Exception {
        assertThat(sentCompressedAndOnce("/docs/scalar.js", "text/javascript; charset=utf-8"))
                .contains("@scalar/api-reference");
    }

    @Test
    void so_is_the_document_that_it_shows() throws Exception {
        assertThat(sentCompressedAndOnce("/openapi.json", "application/json")).contains("\"openapi\"");
    }

    private static String sentCompressedAndOnce(String path, String type) throws Exception {
        HttpResponse<byte[]> packed = bytes(path, "gzip, br", "");
        HttpResponse<byte[]> plain = bytes(path, "gzip;q=0", "");

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Vary")).hasValue("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(packed.headers().firstValue("Content-Type")).hasValue(type);

        String tag = packed.headers().firstValue("ETag").orElseThrow();
        assertThat(bytes(path, "gzip", tag).statusCode()).isEqualTo(304);
        assertThat(bytes(path, "gzip", "\"other\"").statusCode()).isEqualTo(200);
        return new String(plain.body(), StandardCharsets.UTF_8);
    }

    @Test
    void the_document_is_on_its_way_before_the_program_asks_for_it() {
        assertThat(SERVER.send(SERVER.to("/docs")).headers().firstValue("Link").orElseThrow())
                .startsWith("</openapi.json>; rel=preload; as=fetch");
    }

    @Test
    void no_other_file_is_there() {
        assertThat(SERVER.send(SERVER.to("/docs/index.html")).statusCode()).isEqualTo(404);
    }

    private static HttpResponse<byte[]> bytes(String path, String accepted, String tag) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    SERVER.to(path)
                            .header("Accept-Encoding", accepted)
                            .header("If-None-Match", tag)
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }
}
