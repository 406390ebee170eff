// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("A tenant's own workers are run with that tenant's credentials only (I1, I2, S2)")
class WorkersTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            LaunchConfig.of(WorkerScript.commands(
                    "good",
                    WorkerScript.GOOD,
                    "telling",
                    WorkerScript.TELLING,
                    "stubborn",
                    WorkerScript.STUBBORN,
                    "silent",
                    WorkerScript.SILENT))));

    private static int number;

    private Launching acme;

    @BeforeEach
    void tenant() {
        number++;
        acme = new Launching(SERVER, "acme-" + number);
    }

    @AfterEach
    void leave() {
        acme.close();
    }

    @Test
    @DisplayName("a worker is started, registers, is listed, and what it writes can be read")
    void runs() {
        String id = acme.ready("good");

        assertThat(acme.worker(id).path("generation").asInt()).isEqualTo(1);
        assertThat(acme.worker(id).path("credential_version").asInt()).isEqualTo(1);
        until("its log is stored", () -> acme.log(id).size() == 2);
        assertThat(acme.log(id)).containsExactly("starting demo-worker", "registered worker");
        assertThat(acme.pool().at("/wanted")).isEqualTo("1");
        assertThat(acme.pool().json().has("problem")).isFalse();
    }

    @Test
    @DisplayName(
            "its environment is LiveKit's by the tenant's active version, what the spec names, and nothing of the server's")
    void environment() {
        done(acme.secret("deepgram", "first line of a secret\nsecond line of it"));
        String id = acme.ready(
                "telling", ",\"environment\":{\"DEEPGRAM_API_KEY\":{\"credential\":\"secret\",\"name\":\"deepgram\"}}");
        until("its log is stored", () -> acme.log(id).contains("registered worker"));

        List<String> log = acme.log(id);
        Set<String> names = log.stream()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toSet());
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "LIVEKIT_URL",
                        "LIVEKIT_API_KEY",
                        "LIVEKIT_API_SECRET",
                        "AGENT_NAME",
                        "LIVEKIT_AGENT_NAME",
                        "LIVEKIT_AGENT_NAME_OVERRIDE",
                        "STAGEDOOR_URL",
                        "DEEPGRAM_API_KEY",
                        "PATH",
                        "HOME",
                        "LANG",
                        "TMPDIR",
                        "PWD");
        assertThat(log)
                .contains(
                        "AGENT_NAME=demo-worker",
                        "LIVEKIT_AGENT_NAME_OVERRIDE=demo-worker",
                        "STAGEDOOR_URL=" + SERVER.url(),
                        "LIVEKIT_URL="
                                + acme.tenant().livekit().url().toString().replaceFirst("^http", "ws"));
        assertThat(log)
                .as("secrets are not kept (S2)")
                .contains("LIVEKIT_API_SECRET=[secret]", "DEEPGRAM_API_KEY=[secret]");
        assertThat(SERVER.column("SELECT lines FROM worker_logs"))
                .noneMatch(text -> text.contains(acme.tenant().secret()) || text.contains("second line of it"));
    }

    @Test
    @DisplayName("a new spec: the new worker is ready before the old one finishes its calls")
    void newSpec() {
        String old = acme.ready("stubborn", ",\"drain_seconds\":600");

        done(acme.put("good", ",\"drain_seconds\":600"));
        acme.untilState(old, "draining");

        assertThat(acme.workers("ready")).singleElement().satisfies(fresh -> {
            assertThat(fresh.path("generation").asInt()).isEqualTo(2);
            assertThat(fresh.path("ready_at").asText()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("a new spec whose workers never register: those that serve go on")
    void neverRegisters() {
        String old = acme.ready("good");

        done(acme.put("silent", ""));
        until("the next generation runs", () -> acme.workers("starting").size() == 1);

        assertThat(acme.worker(old).path("state").asText()).isEqualTo("ready");
    }

    @Test
    @DisplayName("a new credential version: workers with it are ready first, and those before drain and end (I2)")
    void rotation() {
        String old = acme.ready("good");

        done(acme.tenant().putCredential());
        acme.untilState(old, "ended");
        acme.untilReady(1);

        assertThat(acme.workers("ready"))
                .singleElement()
                .satisfies(fresh ->
                        assertThat(fresh.path("credential_version").asInt()).isEqualTo(2));
        assertThat(acme.worker(old).path("exit_code").asInt()).isZero();
        until("its last words are stored", () -> acme.log(old).contains("finishing"));
    }

    @Test
    @DisplayName("a new version of a secret of the environment makes a new generation too")
    void rotatedSecret() {
        done(acme.secret("deepgram", "the-first-version-of-it"));
        String old = acme.ready("good", ",\"environment\":{\"KEY\":{\"credential\":\"secret\",\"name\":\"deepgram\"}}");

        done(acme.secret("deepgram", "the-second-version-of-it"));

        acme.untilState(old, "ended");
        acme.untilReady(1);
    }

    @Test
    @DisplayName("a revoked credential: workers end at once, and the reason is shown (K2)")
    void revoked() {
        String id = acme.ready("stubborn", ",\"drain_seconds\":600");

        done(acme.backend().post("/api/v1/credentials/livekit/revoke", "{}"));

        acme.untilState(id, "ended");
        until("the reason is shown", () -> acme.pool().at("/problem").contains("no active livekit credential"));
    }

    @Test
    @DisplayName("a suspended tenant has no workers; when it is resumed, they are back")
    void suspended() {
        String id = acme.ready("good");

        done(SERVER.operator().post(acme.tenant().path("/suspend"), "{}"));
        until(
                "it has ended",
                () -> done(SERVER.operator().get(acme.tenant().path("/workers/" + id)))
                        .at("/state")
                        .equals("ended"));
        done(SERVER.operator().post(acme.tenant().path("/resume"), "{}"));

        acme.untilReady(1);
        assertThat(acme.workers("ready"))
                .noneMatch(worker -> worker.path("id").asText().equals(id));
    }

    @Test
    @DisplayName("a deleted tenant's workers end, and nothing of them is left")
    void deletedTenant() {
        acme.ready("good");
        String id = acme.tenant().id();

        SERVER.client().tenants().delete(acme.tenant().slug());

        for (String table : List.of("worker_pools", "worker_generations", "workers", "worker_logs")) {
            assertThat(SERVER.column("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + id + "'"))
                    .as(table)
                    .containsExactly("0");
        }
        until(
                "no process is left",
                () -> ProcessHandle.current()
                        .descendants()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").contains("good.sh")));
    }

    @Test
    @DisplayName("none are wanted any more: they finish, and then nothing is left of them")
    void deleted() {
        String id = acme.ready("good");

        done(acme.backend().delete(Launching.POOL));

        acme.untilState(id, "ended");
        until("they are forgotten", () -> acme.pool().status() == 404);
    }

    @Test
    @DisplayName("workers are scaled within their bounds, without a restart of those that stay")
    void scaled() {
        done(acme.put("good", ",\"replicas\":{\"min\":1,\"max\":3}"));
        acme.untilReady(1);
        String first = acme.workers("ready").getFirst().path("id").asText();

        done(acme.backend().post(Launching.POOL + "/scale", "{\"replicas\":3}"));
        acme.untilReady(3);
        done(acme.backend().post(Launching.POOL + "/scale", "{\"replicas\":1}"));
        acme.untilReady(1);

        assertThat(acme.workers("ready"))
                .singleElement()
                .satisfies(left -> assertThat(left.path("id").asText()).isEqualTo(first));
        Answer tooMany = acme.backend().post(Launching.POOL + "/scale", "{\"replicas\":4}");
        refused(tooMany, 422, "invalid_request");
        assertThat(tooMany.fields()).containsExactly("replicas");
    }

    @Test
    @DisplayName("a restarted worker ends, another one comes, and nobody speaks of a failure")
    void restarted() {
        String id = acme.ready("good");

        done(acme.backend().post("/api/v1/workers/" + id + "/restart"));
        acme.untilState(id, "ended");
        acme.untilReady(1);

        assertThat(acme.pool().json().has("problem")).isFalse();
        assertThat(acme.worker(id).path("why").asText()).contains("restarted");
    }

    @Test
    @DisplayName("a tenant on a shared server gets none, and is told why; one that moves there loses them (I1)")
    void sharedServer() {
        String id = acme.ready("good");
        String url = acme.tenant().livekit().url().toString();

        done(SERVER.operator().put("/api/v1/shared-servers", TestServer.json(Map.of("server_url", url))));
        done(acme.tenant().putCredential());

        acme.untilState(id, "ended");
        until("the reason is shown", () -> acme.pool().at("/problem").contains("shared"));
        Answer again = refused(acme.put("good", ""), 409, "credential_not_isolated");
        assertThat(again.at("/detail")).contains("shared").contains("server of its own");
    }

    @Test
    @DisplayName("a tenant neither sees nor touches another tenant's workers (I4)")
    void others() {
        String id = acme.ready("good");
        try (Launching globex = new Launching(SERVER, "globex-" + number)) {
            for (String path : List.of("", "/logs", "/logs/stream")) {
                refused(globex.backend().get("/api/v1/workers/" + id + path), 404, "not_found");
            }
            refused(globex.backend().post("/api/v1/workers/" + id + "/restart"), 404, "not_found");
            assertThat(globex.workers("ready")).isEmpty();
        }
        assertThat(acme.worker(id).path("state").asText()).isEqualTo("ready");
    }

    @Test
    @DisplayName("without the scope for agents nobody runs or reads anything")
    void scopes() {
        String key = acme.tenant().key(List.of(Scope.CALLS_READ));

        refused(SERVER.with(key).get("/api/v1/workers"), 403, "insufficient_scope");
        refused(SERVER.with(key).get(Launching.POOL), 403, "insufficient_scope");
    }

    @Test
    @DisplayName("what is done to workers stands in the audit log")
    void audited() {
        String id = acme.ready("good");
        done(acme.backend().post("/api/v1/workers/" + id + "/restart"));
        done(acme.backend().post(Launching.POOL + "/scale", "{\"replicas\":1}"));
        done(acme.backend().delete(Launching.POOL));

        assertThat(SERVER.column("SELECT action FROM audit_entries WHERE tenant_id = '"
                        + acme.tenant().id() + "' AND action LIKE 'worker%' ORDER BY seq"))
                .containsExactly("workers.put", "worker.restart", "workers.scale", "workers.delete");
    }

    @Test
    @DisplayName("a log is followed line by line until its worker has ended")
    void followed() {
        String id = acme.ready("good");
        done(acme.backend().delete(Launching.POOL));

        List<String> events = acme.backend().events("/api/v1/workers/" + id + "/logs/stream", "");

        assertThat(events.stream().filter(line -> line.startsWith("data:")))
                .anyMatch(line -> line.contains("registered worker"))
                .anyMatch(line -> line.contains("finishing"));
        assertThat(events).contains("event: end");
    }
}
