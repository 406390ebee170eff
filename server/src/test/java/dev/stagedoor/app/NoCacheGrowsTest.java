// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.kernel.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I7: no cache grows by a name that a client makes up")
@Tag("slow")
class NoCacheGrowsTest {
    private static final int AGENTS = 300;
    private static final int OTHERS = 100;
    private static final int AT_ONCE = 8;

    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;
    private static List<IntFunction<Caller.Answer>> byAgent;
    private static List<IntFunction<Caller.Answer>> byOthers;

    @BeforeAll
    static void tenant() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
        acme.policy("{\"tenant_limit\":{\"per_second\":100000,\"burst\":100000},"
                + "\"key_limit\":{\"per_second\":100000,\"burst\":100000}}");
        Caller page = page();
        Caller backend = acme.backend();
        byAgent = List.of(
                each -> page.post("/api/v1/tokens", "{\"room_config\":{\"agents\":[" + agentNamed(each) + "]}}"),
                each -> backend.post("/api/v1/tokens", "{\"room_config\":{\"agents\":[" + agentNamed(each) + "]}}"),
                each -> backend.post("/api/v1/trigger", "{\"agent_slug\":\"a" + each + "\",\"user_id\":\"alice\"}"));
        byOthers = List.of(
                each -> page.post("/api/v1/tokens", "{\"participant_name\":\"P " + each + "\"}"),
                each -> backend.post("/api/v1/tokens", "{\"participant_identity\":\"i" + each + "\"}"),
                each -> backend.get("/api/v1/agents/a" + each),
                each -> backend.get("/api/v1/users/u" + each),
                each -> backend.get("/api/v1/calls/call_" + each),
                each -> backend.get("/api/v1/dispatches/dsp_" + each + "/events"),
                each -> new Caller(SERVER.url(), Secret.of("sd_live_" + UUID.randomUUID())).get("/api/v1/agents"),
                each -> page.from("https://p" + each + ".example").post("/api/v1/tokens", "{}"));
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    /** A page's key that may ask as often as the test does. */
    private static Caller page() {
        String origin = "https://acme.example";
        BurstFields limit = new BurstFields(100_000, 100_000);
        NewApiKey key = new NewApiKey(KeyKind.PUBLISHABLE, "page", null, null, List.of(origin), List.of("demo"), limit);
        return SERVER.with(acme.client().keys().create(key).key()).from(origin);
    }

    private static String agentNamed(int each) {
        return "{\"agent_name\":\"made-up-" + each + "\"}";
    }

    @Test
    void hundreds_of_requests_with_names_of_agents_and_with_others_leave_nothing_behind() throws Exception {
        ask(byAgent, -AT_ONCE, 0);
        ask(byOthers, -AT_ONCE, 0);
        SortedMap<String, Long> before = HeldEntries.of(SERVER.node());
        assertThat(before)
                .as("the caches that are known to be there")
                .containsKeys(
                        "Snapshot.parts",
                        "Snapshots.cache",
                        "KeyDirectory.knownOwners",
                        "Projects.guards",
                        "DataKeys.cache");

        ask(byAgent, 0, AGENTS);
        ask(byOthers, 0, OTHERS);

        until(
                "nothing holds more than before",
                () -> HeldEntries.of(SERVER.node()).entrySet().stream()
                        .allMatch(held -> held.getValue() <= before.getOrDefault(held.getKey(), 0L) + AT_ONCE));
    }

    /** All of the requests, with each of these numbers in a name. */
    private static void ask(List<IntFunction<Caller.Answer>> requests, int from, int to) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = from; i < to; i++) {
                int each = i;
                for (IntFunction<Caller.Answer> request : requests) {
                    all.add(threads.submit(() -> assertThat(request.apply(each))
                            .matches(answer -> answer.status() != 429 && answer.status() < 500)));
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
