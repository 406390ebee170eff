// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.workers;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("docs/guides/workers.md: a tenant's worker is run, registered with a real LiveKit, and replaced (I1, I2)")
class WorkersGuideTest {
    @RegisterExtension
    static final Dev DEV = Dev.alone();

    private static final Document GUIDE = Document.of("docs/guides/workers.md");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SECRET = "the key of a provider, of acme alone";

    @BeforeAll
    static void files_of_the_guide() throws IOException {
        Path folder = DEV.get().folder();
        Files.writeString(folder.resolve("workers.json"), GUIDE.blocks("json").getFirst());
        Files.writeString(folder.resolve("deepgram.txt"), SECRET + "\n");
    }

    private static Caller operator() {
        return DEV.asks(DEV.get().ready().operatorKey());
    }

    private static Shell.Ran run(String command) {
        List<String> words = List.of(command.split(" "));
        return DEV.get()
                .shell()
                .stagedoor(words.subList(1, words.size()).toArray(String[]::new))
                .must();
    }

    private static List<JsonNode> workers(String state) {
        JsonNode items = done(operator().get("/api/v1/tenants/acme/workers?state=" + state))
                .json()
                .path("items");
        return items.valueStream().toList();
    }

    private static void untilReady(int many, int generation) {
        Await.until(many + " of generation " + generation + " are ready", PATIENCE, () -> {
            List<JsonNode> ready = workers("ready");
            return ready.size() == many
                    && ready.stream().allMatch(one -> one.path("generation").asInt() == generation);
        });
    }

    @Test
    @Order(1)
    @DisplayName(
            "dev's own agents are run by the same reconciler, registered when it is ready, each with its tenant's server")
    void dev() {
        for (String tenant : List.of("acme", "globex")) {
            JsonNode worker = done(operator().get("/api/v1/tenants/" + tenant + "/workers?state=ready"))
                    .json()
                    .path("items")
                    .path(0);
            assertThat(worker.path("agent_slug").asText()).isEqualTo("demo");
            Shell.Ran logs = run("stagedoor workers logs " + worker.path("id").asText() + " --tenant " + tenant);
            assertThat(logs.out()).contains("registered worker");
        }
    }

    @Test
    @Order(2)
    @DisplayName("each command of the guide does what the guide says")
    void commands() {
        for (String command : GUIDE.commands()) {
            if (command.contains("wrk_01")) {
                String id = workers("ready").getFirst().path("id").asText();
                run(command.replaceAll("wrk_01\\w+", id));
            } else {
                run(command);
            }
        }

        // The secret of its environment and the scale: two, of the generation that the file began.
        Await.until("two of the newest generation", PATIENCE, () -> {
            JsonNode pool = done(operator().get("/api/v1/tenants/acme/agents/demo/workers"))
                    .json();
            return pool.path("ready").asInt() == 2 && pool.path("wanted").asInt() == 2;
        });
        Await.until(
                "those before have finished",
                PATIENCE,
                () -> workers("draining").isEmpty());
    }

    @Test
    @Order(3)
    @DisplayName("a call reaches the agent of a worker that was started so")
    void call() {
        placeCall();
    }

    private static void placeCall() {
        String body = "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"joined\"}";
        Caller acme = DEV.asks(DEV.tenant("acme").apiKey());

        assertThat(done(acme.post("/api/v1/trigger", body)).at("/dispatch/status"))
                .isEqualTo("joined");
    }

    @Test
    @Order(4)
    @DisplayName(
            "a new credential version: new workers are ready before the old ones end; then calls still reach an agent")
    void rotation() {
        int before = workers("ready").getFirst().path("generation").asInt();
        String body = "{\"server_url\":\"%s\",\"api_key\":\"%s\",\"api_secret\":\"%s\"}"
                .formatted(
                        DEV.tenant("acme").livekitUrl(),
                        DEV.tenant("acme").livekitKey(),
                        DEV.tenant("acme").livekitSecret());
        done(operator().put("/api/v1/tenants/acme/credentials/livekit", body));

        untilReady(2, before + 1);

        assertThat(workers("ready"))
                .allMatch(one -> one.path("credential_version").asInt() == 2);
        placeCall();
    }

    @Test
    @Order(5)
    @DisplayName("what workers wrote holds neither the secret of LiveKit nor that of the vault (S2)")
    void secrets() {
        for (String state : List.of("ready", "draining", "ended")) {
            for (JsonNode worker : workers(state)) {
                String log = operator()
                        .get("/api/v1/tenants/acme/workers/" + worker.path("id").asText() + "/logs?limit=200")
                        .json()
                        .toString();
                assertThat(log)
                        .doesNotContain(DEV.tenant("acme").livekitSecret())
                        .doesNotContain(SECRET);
            }
        }
    }
}
