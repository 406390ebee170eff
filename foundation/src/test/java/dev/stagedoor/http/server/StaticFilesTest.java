// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.StaticFiles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a folder, cached as their names allow, and nothing outside the folder. */
class StaticFilesTest {
    private static StartedServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        Path site = folder.resolve("site");
        Files.createDirectories(site.resolve("assets"));
        Files.writeString(site.resolve("index.html"), "<!doctype html>");
        Files.writeString(site.resolve("assets/app-3f9a1c2b.js"), "run()");
        StaticFiles files = StaticFiles.of(site, "assets");
        server = StartedServer.with(
                Route.get("/site/{path...}", new Access.Anyone())
                        .named("site.get", "Get a file")
                        .by(exchange -> files.serve(exchange, exchange.path("path"))),
                Route.get("/site/fixed", new Access.Anyone())
                        .named("site.fixed", "Get XML")
                        .by(exchange -> Reply.xml("<Response/>")),
                Route.get("/image", new Access.Anyone())
                        .named("image.get", "Get an image")
                        .by(exchange -> new Reply.Bytes(200, "image/png", new byte[] {1, 2}, Map.of())));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void a_page_is_revalidated_and_says_what_it_may_load() {
        HttpResponse<String> page = server.get("/site/index.html", "");

        assertThat(page.body()).isEqualTo("<!doctype html>");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
        assertThat(header(page, "Content-Security-Policy")).startsWith("default-src 'self'");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");

        HttpResponse<String> again =
                server.send(server.to("/site/index.html").header("If-None-Match", header(page, "ETag")));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void a_file_whose_name_carries_its_hash_is_kept_for_good() {
        HttpResponse<String> script = server.get("/site/assets/app-3f9a1c2b.js", "");

        assertThat(script.body()).isEqualTo("run()");
        assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/site/../secret.txt",
                "/site/%2e%2e/secret.txt",
                "/site/..%2fsecret.txt",
                "/site/assets/../../secret.txt",
                "/site/assets%5c..%5c..%5csecret.txt",
                "/site//etc/passwd",
                "/site/",
                "/site/index.html/"
            })
    void no_path_leads_out_of_the_folder(String path) {
        String answer = server.raw("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .doesNotContain("secret\"")
                .doesNotContain("\r\n\r\nsecret")
                .containsPattern("HTTP/1.1 40[04]");
    }

    @Test
    void a_fixed_path_comes_before_the_rest_and_xml_and_bytes_are_sent_as_they_are() {
        HttpResponse<String> xml = server.get("/site/fixed", "");

        assertThat(xml.body()).isEqualTo("<Response/>");
        assertThat(header(xml, "Content-Type")).isEqualTo("application/xml; charset=utf-8");
        assertThat(server.get("/image", "").body()).isEqualTo("\u0001\u0002");
        assertThat(header(server.get("/image", ""), "Content-Type")).isEqualTo("image/png");
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
