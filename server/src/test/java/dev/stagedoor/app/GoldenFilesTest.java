// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.config.ConfigReference;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.documents.OpenApi;
import dev.stagedoor.http.documents.PlatformRoutes;
import dev.stagedoor.http.documents.RouteTable;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The public surface as files: a changed route, permission, record or key is a line in a review. */
class GoldenFilesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String RENEW = "GOLDEN";

    private static List<Route<?>> routes() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return PlatformRoutes.table(SERVER.routes(), new Health(Map.of()), meters, "golden");
    }

    @Test
    void the_route_table_is_as_it_was_reviewed() throws IOException {
        compare("docs/api/routes.txt", RouteTable.text(routes()));
    }

    @Test
    void the_openapi_document_is_as_it_was_reviewed() throws IOException {
        compare("docs/api/openapi.json", OpenApi.document(routes()));
    }

    @Test
    void the_configuration_reference_is_as_it_was_reviewed() throws IOException {
        String head = "# Configuration\n\n"
                + "Every setting of `stagedoor serve --config FILE`. Environment variables take precedence over the file.\n"
                + "The master key is not a setting: it is `STAGEDOOR_MASTER_KEY`, or a file named by"
                + " `STAGEDOOR_MASTER_KEY_FILE`.\n\n"
                + "`stagedoor dev` reads the same environment variables. Those that it decides itself (where it listens, its"
                + " database, its\nmaster key, what egress allows, its agents, voice bridge and demo number) it refuses, and"
                + " says what to do instead.\n\n";
        compare("docs/guides/configuration.md", head + ConfigReference.markdown(AppConfig.sections()));
    }

    private static void compare(String file, String now) throws IOException {
        Path golden = root().resolve(file);
        if ("renew".equals(System.getenv(RENEW))) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, now);
        }
        String reviewed = Files.exists(golden) ? Files.readString(golden) : "";
        assertThat(now).as("%s differs; if that is meant: make golden", file).isEqualTo(reviewed);
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("livekit/pom.xml")))
                .findFirst()
                .orElseThrow();
    }
}
