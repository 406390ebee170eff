// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.SharedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("What a served node writes, from its first line to its last")
@Tag("slow")
class ServeLogTest {
    private static final String UNKNOWN_KEY = "sd_live_" + "0".repeat(43);

    @Test
    void a_line_when_it_listens_a_flat_line_for_each_request_and_one_at_sigterm() throws Exception {
        String masterKey = Installed.newKey();
        Installed installed = Installed.on("serve_log");
        Secret operator = installed.migrate(masterKey).orElseThrow();
        Process node = serve(installed, masterKey);
        try (BufferedReader out = node.inputReader()) {
            JsonNode first = line(out);
            String listening = first.get("message").asText();
            assertThat(listening).matches("Stagedoor \\S+ is listening on port \\d+");
            assertRfc3339(first);

            URI url = URI.create("http://127.0.0.1:" + listening.replaceAll(".* ", ""));
            new Caller(url, operator).get("/api/v1/tenants");
            assertRequest(line(out), 200, "time", "level", "logger", "message", "method", "route", "status", "ms");
            new Caller(url, Secret.of(UNKNOWN_KEY)).get("/api/v1/tenants");
            assertThat(assertRequest(line(out), 401, "code").get("code").asText())
                    .isEqualTo("unauthenticated");

            node.toHandle().destroy();
            List<String> last = out.lines().toList();
            assertThat(node.waitFor()).as("it ended of SIGTERM").isEqualTo(143);
            assertThat(last).hasSize(1);
            assertThat(parsed(last.getFirst()).get("message").asText())
                    .isEqualTo("draining: requests in progress finish, new ones are refused");
        } finally {
            node.destroyForcibly();
        }
    }

    private static JsonNode assertRequest(JsonNode line, int status, String... keys) {
        assertThat(line.get("method").asText()).isEqualTo("GET");
        assertThat(line.get("route").asText()).isEqualTo("/api/v1/tenants");
        assertThat(line.get("status").asInt()).isEqualTo(status);
        assertThat(line.get("request_id").asText()).startsWith("req_");
        assertThat(line.fieldNames()).toIterable().contains(keys);
        assertThat(line).as("flat: %s", line).allMatch(JsonNode::isValueNode);
        assertRfc3339(line);
        return line;
    }

    private static void assertRfc3339(JsonNode line) {
        String time = line.get("time").asText();
        assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
        assertThat(Instant.parse(time)).isBeforeOrEqualTo(Instant.now());
    }

    /** The next line that the process writes, to standard output or to standard error. */
    private static JsonNode line(BufferedReader out) throws IOException {
        return parsed(out.readLine());
    }

    private static JsonNode parsed(String line) {
        assertThat(line).as("a line of the log").startsWith("{");
        return Json.read(line, JsonNode.class);
    }

    private static Process serve(Installed installed, String masterKey) throws IOException {
        ProcessBuilder serve = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve")
                .redirectErrorStream(true);
        serve.environment().remove("JAVA_TOOL_OPTIONS"); // The JVM would say that it picked them up.
        serve.environment().put("STAGEDOOR_MASTER_KEY", masterKey);
        serve.environment().put("STAGEDOOR_DATABASE_URL", SharedPostgres.get().jdbcUrl(installed.database()));
        serve.environment().put("STAGEDOOR_DATABASE_ROLE_PREFIX", installed.prefix());
        serve.environment().put("STAGEDOOR_HTTP_PORT", "0");
        return serve.start();
    }
}
