// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A node killed in the middle of a rotation: the active version stays, or the new one is; nothing hangs")
@Tag("slow")
class RotationDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String ACME = "/api/v1/tenants/acme";
    private static final String CREDENTIAL = ACME + "/credentials/livekit";

    private static ServingNode.Installed installed;
    private static ServingNode survivor;
    private static SandboxLiveKit first;
    private static SandboxLiveKit second;

    @BeforeAll
    static void a_tenant_on_two_nodes() {
        first = server("APIfirst");
        second = server("APIsecond");
        installed = ServingNode.Installed.on("rotation_death");
        survivor = installed.node();
        Caller operator = operator(survivor);
        done(operator.post("/api/v1/tenants", "{\"slug\":\"acme\",\"name\":\"Acme\"}"));
        done(operator.put(CREDENTIAL, credential(first, "APIfirst")));
        done(operator.put(ACME + "/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\"}"));
    }

    @AfterAll
    static void close() {
        survivor.close();
        first.close();
        second.close();
    }

    private static SandboxLiveKit server(String key) {
        SandboxLiveKit server = SandboxLiveKit.start(0, SandboxKey.of(key, secret(key)), SandboxSettings.realTime());
        server.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        return server;
    }

    private static String secret(String key) {
        return key + "-has-a-secret-that-nobody-else-knows";
    }

    private static String credential(SandboxLiveKit server, String key) {
        return "{\"server_url\":\"%s\",\"api_key\":\"%s\",\"api_secret\":\"%s\"}"
                .formatted(server.url(), key, secret(key));
    }

    private static Caller operator(ServingNode node) {
        return new Caller(node.url(), Secret.of(installed.operatorKey()));
    }

    private static Answer rotation() {
        return done(operator(survivor).get(CREDENTIAL + "/rotation"));
    }

    private static Answer joined() {
        Answer call = done(operator(survivor)
                .post(ACME + "/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"joined\"}"));
        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        return call;
    }

    private static String versionOf(Answer call) {
        return done(operator(survivor).get(ACME + "/calls/" + call.at("/call_id")))
                .at("/credential_version");
    }

    /** A request that its node may not live to answer. */
    private static Future<Optional<Answer>> asked(
            ExecutorService callers, ServingNode doomed, String path, String body) {
        return callers.submit(() -> {
            try {
                return Optional.of(operator(doomed).post(path, body));
            } catch (UncheckedIOException died) {
                return Optional.empty();
            }
        });
    }

    @Test
    void in_each_phase() throws Exception {
        Answer live = joined();
        whileTheNewOneIsVerified();
        onceTheNewOneIsActive(live);
        whileItIsRolledBack(live);
        Chain.isWhole(operator(survivor), "acme");
    }

    private static void whileTheNewOneIsVerified() throws Exception {
        second.faults().once(Fault.delayed(Duration.ofSeconds(8)));
        try (ServingNode doomed = installed.node();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Answer>> never =
                    asked(callers, doomed, CREDENTIAL + "/rotate", credential(second, "APIsecond"));
            Await.until(
                    "it is being verified",
                    PATIENCE,
                    () -> rotation().at("/phase").equals("pending"));
            doomed.kill();
            assertThat(never.get()).isEmpty();
        }
        assertThat(rotation().at("/active/version")).isEqualTo("1");
        assertThat(versionOf(joined())).as("calls go on meanwhile").isEqualTo("1");
    }

    /** Whoever repeats it need not wait until the first is given up. */
    private static void onceTheNewOneIsActive(Answer live) {
        try (ServingNode doomed = installed.node()) {
            Answer done = done(operator(doomed).post(CREDENTIAL + "/rotate?from=1", credential(second, "APIsecond")));
            assertThat(done.at("/active/version")).isEqualTo("3");
            doomed.kill();
        }
        assertThat(rotation().at("/phase")).isEqualTo("draining");
        assertThat(versionOf(joined())).isEqualTo("3");
        assertThat(versionOf(live)).isEqualTo("1");
        refused(
                operator(survivor).post(CREDENTIAL + "/rotate?from=1", credential(second, "APIsecond")),
                409,
                "conflict");
    }

    private static void whileItIsRolledBack(Answer live) throws Exception {
        try (ServingNode doomed = installed.node();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Answer>> perhaps = asked(callers, doomed, CREDENTIAL + "/rollback", "{\"version\":1}");
            doomed.kill();
            perhaps.get();
        }
        Answer back = done(operator(survivor).post(CREDENTIAL + "/rollback", "{\"version\":1}"));
        assertThat(back.at("/phase")).isEqualTo("rolled_back");
        assertThat(back.at("/active/version")).isEqualTo("1");
        assertThat(versionOf(joined())).isEqualTo("1");
        done(operator(survivor).post(ACME + "/calls/" + live.at("/call_id") + "/end"));
    }
}
