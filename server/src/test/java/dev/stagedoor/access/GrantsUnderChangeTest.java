// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.server.Gate;
import dev.stagedoor.http.server.HttpServer;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.limits.Bursts;
import dev.stagedoor.limits.LimitsConfig;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import dev.stagedoor.tenants.Tenant;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant that changes between every look and every commit is still served (T4, I7)")
@Timeout(120)
@Tag("slow")
class GrantsUnderChangeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String SECRET = "a-secret-of-forty-characters-and-not-less";
    private static final int REQUESTS = 20;

    private static final AtomicInteger CHANGES = new AtomicInteger();
    private static volatile boolean changing;
    private static volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private static TestNode node;
    private static SandboxLiveKit livekit;
    private static HttpServer server;
    private static Tenant acme;
    private static Caller backend;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, Clock.systemUTC());
        livekit = SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
        livekit.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        Bursts bursts = new Bursts(node.on().snapshots(), new LimitsConfig(1000, 1000), Clock.systemUTC());
        server = HttpServer.start(
                HttpConfig.local(),
                node.routes(),
                new Gate(
                        new ChangingAuthenticator(node.authenticator()),
                        bursts,
                        node.on().snapshots()::drop,
                        node.on().database()::holding),
                new Health(Map.of()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        acme = node.tenant("acme");
        URI url = URI.create("http://127.0.0.1:" + server.port());
        backend = new Caller(url, node.key(acme, TestNode.TENANT_SCOPES).text());
        String credential =
                Json.text(Map.of("server_url", livekit.url().toString(), "api_key", "APIacme", "api_secret", SECRET));
        done(backend.put("/api/v1/credentials/livekit", credential));
        done(backend.put("/api/v1/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\"}"));
    }

    @AfterAll
    static void end() {
        server.close();
        livekit.close();
        node.close();
    }

    /**
     * Whoever is authenticated, a user of the tenant is revoked right after: by then the request has its snapshot, and it
     * has not been recorded yet. It goes on when that change has committed, or waits for the row that the request holds.
     */
    private record ChangingAuthenticator(Authenticator real) implements Authenticator {
        @Override
        public Principal authenticate(Credentials credentials, String origin, String requestId) {
            Principal by = real.authenticate(credentials, origin, requestId);
            if (changing) {
                String user = "user-" + CHANGES.incrementAndGet();
                CompletableFuture<Void> change = new CompletableFuture<>();
                last = change;
                Thread.ofVirtual().start(() -> {
                    node.tenants().users().revoke(TestNode.job(), acme.id(), user);
                    change.complete(null);
                });
                while (!change.isDone() && waiting() == 0) {
                    Thread.onSpinWait();
                }
            }
            return by;
        }

        @Override
        public TenantId tenant(Principal by, String idOrSlug) {
            return real.tenant(by, idOrSlug);
        }

        private static long waiting() {
            return node.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    + " AND datname = current_database()");
        }
    }

    private static List<Integer> statuses(IntFunction<Answer> request) {
        changing = true;
        try {
            return IntStream.range(0, REQUESTS)
                    .mapToObj(i -> {
                        int status = request.apply(i).status();
                        last.join();
                        return status;
                    })
                    .toList();
        } finally {
            changing = false;
        }
    }

    @Test
    void every_token_is_served() {
        int before = CHANGES.get();

        List<Integer> told =
                statuses(i -> backend.post("/api/v1/tokens", "{\"participant_identity\":\"guest-" + i + "\"}"));

        assertThat(told).hasSize(REQUESTS).containsOnly(201);
        assertThat(CHANGES.get() - before).as("each was overtaken").isGreaterThanOrEqualTo(2 * REQUESTS);
    }

    @Test
    void every_refresh_and_every_trigger_is_served() {
        String token = done(backend.post("/api/v1/tokens", "{}")).at("/participant_token");

        assertThat(statuses(i -> backend.post("/api/v1/tokens/refresh", "{\"token\":\"" + token + "\"}")))
                .containsOnly(201);
        assertThat(statuses(i -> backend.post(
                        "/api/v1/trigger",
                        "{\"agent_slug\":\"demo\",\"user_id\":\"guest-" + i + "\",\"wait\":\"none\"}")))
                .containsOnly(201);
    }

    @Test
    @DisplayName("I7: requests of a page for agents that do not exist leave nothing in the node's memory")
    void what_a_page_makes_up_is_not_kept() {
        NewApiKey wanted = new NewApiKey(
                KeyKind.PUBLISHABLE, "page", null, null, List.of("https://app.example"), List.of("demo"), plentiful());
        PolicyFields plenty =
                new PolicyFields(null, null, null, null, null, null, plentiful(), plentiful(), null, null);
        node.tenants().tenants().update(TestNode.job(), acme.id(), new TenantChange(null, plenty));
        Caller page = new Caller(
                        backend.base(),
                        node.keys()
                                .create(node.operator(), acme.id(), wanted, Optional.empty())
                                .text())
                .from("https://app.example");
        done(page.post("/api/v1/tokens", "{}"));
        long before = node.on().snapshots().size();

        List<Integer> told = IntStream.range(0, 500)
                .parallel()
                .mapToObj(i -> page.post(
                                "/api/v1/tokens",
                                "{\"room_config\":{\"agents\":[{\"agent_name\":\"made-up-" + i + "\"}]}}")
                        .status())
                .toList();

        assertThat(told).containsOnly(422);
        assertThat(node.on().snapshots().size()).isLessThanOrEqualTo(before + 2);
    }

    private static BurstFields plentiful() {
        return new BurstFields(10_000, 10_000);
    }

    @Test
    @DisplayName("and by its state at the commit: the user whom the change revoked gets no token (T4)")
    void a_user_revoked_meanwhile_gets_no_token() {
        changing = true;
        try {
            String next = "user-" + (CHANGES.get() + 1);
            refused(backend.post("/api/v1/tokens", "{\"participant_identity\":\"" + next + "\"}"), 403, "user_revoked");
        } finally {
            changing = false;
        }
    }
}
