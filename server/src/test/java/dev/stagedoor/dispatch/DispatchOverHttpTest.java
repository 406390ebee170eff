// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.kernel.RunningClock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A dispatch's receipt can be read, followed and come back to, and its agent called off (D1)")
@Tag("slow")
class DispatchOverHttpTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final String DISPATCHES = "/api/v1/dispatches";

    private static TestTenant acme;
    private static TestTenant globex;

    @BeforeAll
    static void twoTenants() {
        acme = new TestTenant(SERVER, "acme", CLOCK).withAgent("demo").withAgent("absent", "{}");
        globex = new TestTenant(SERVER, "globex", CLOCK).withAgent("demo");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    private static String statusOf(String id) {
        return acme.backend().get(DISPATCHES + "/" + id).at("/status");
    }

    /** Waits out the time during which nothing of it may be seen. */
    private static void over(String id) {
        String quiet =
                "SELECT 1 FROM dispatches WHERE dispatch_id = '" + id + "' AND state->>'quiet_since' IS NOT NULL";
        until("nothing of it is seen", () -> !SERVER.column(quiet).isEmpty());
        CLOCK.turn(DispatchTiming.STANDARD.quietPeriod());
        until("the dispatch is over", () -> List.of("completed", "failed").contains(statusOf(id)));
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring(4))
                .toList();
    }

    private static List<String> names(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("event: "))
                .map(line -> line.substring(7))
                .toList();
    }

    @Test
    void its_events_are_its_receipt_live_to_the_end_and_from_where_a_reader_left_off()
            throws InterruptedException, ExecutionException {
        String id = acme.joinedCall("demo").at("/dispatch/id");
        String events = DISPATCHES + "/" + id + "/events";
        List<String> live;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<String>> reader = threads.submit(() -> acme.backend().events(events, ""));
            done(acme.backend().post(DISPATCHES + "/" + id + "/cancel"));
            over(id);
            live = reader.get();
        }

        Answer receipt = acme.backend().get(DISPATCHES + "/" + id);
        List<String> told = receipt.json().path("receipt").findValuesAsText("status");
        assertThat(told)
                .startsWith("requested", "sent")
                .contains("joined", "ending")
                .endsWith("completed");
        assertThat(names(live))
                .isEqualTo(told.stream().map(status -> "dispatch." + status).toList());
        assertThat(ids(live)).first().isEqualTo("1");

        List<String> rest = acme.backend().events(events, ids(live).get(1));
        assertThat(ids(rest)).isEqualTo(ids(live).subList(2, told.size()));
        assertThat(names(rest)).isEqualTo(names(live).subList(2, told.size()));
        assertThat(names(acme.backend().events(events, String.valueOf(told.size()))))
                .isEmpty();
        Caller seenAll = acme.backend().with("Last-Event-ID", String.valueOf(told.size()));
        assertThat(seenAll.get(events).status())
                .as("an EventSource need not come back")
                .isEqualTo(204);
        assertThat(names(acme.backend().events(events, "nonsense"))).isEqualTo(names(live));
        assertThat(live).anyMatch(line -> line.startsWith("data: {") && line.contains("\"status\":\"joined\""));
    }

    @Test
    void cancelled_its_agent_leaves_and_it_says_why_once() {
        Answer call = acme.joinedCall("demo");
        String id = call.at("/dispatch/id");

        done(acme.backend().post(DISPATCHES + "/" + id + "/cancel"));
        over(id);

        assertThat(statusOf(id)).isEqualTo("completed");
        assertThat(acme.backend().get(DISPATCHES + "/" + id).at("/reason")).isEqualTo("cancelled");
        assertThat(acme.inside(call.at("/room_name"))).isEmpty();
        refused(acme.backend().post(DISPATCHES + "/" + id + "/cancel"), 409, "conflict");
    }

    @Test
    void cancelled_before_anybody_came_it_failed() {
        String call = "{\"agent_slug\":\"absent\",\"user_id\":\"alice\"}";
        String id = done(acme.trigger(call)).at("/dispatch/id");

        done(acme.backend().post(DISPATCHES + "/" + id + "/cancel"));
        over(id);

        assertThat(statusOf(id)).isEqualTo("failed");
        assertThat(acme.audited("dispatch.failed"))
                .anySatisfy(entry -> assertThat(entry.path("reason").asText()).isEqualTo("cancelled"));
    }

    @Test
    void they_are_listed_by_page_and_by_status() {
        TestTenant initech =
                new TestTenant(SERVER, "initech", CLOCK).withAgent("demo").withAgent("absent", "{}");
        try (initech) {
            String absent = "{\"agent_slug\":\"absent\",\"user_id\":\"alice\"}";
            String first = initech.joinedCall("demo").at("/dispatch/id");
            String second = done(initech.trigger(absent)).at("/dispatch/id");
            String third = initech.joinedCall("demo").at("/dispatch/id");

            Answer page = done(initech.backend().get(DISPATCHES + "?limit=2"));
            Answer rest = done(initech.backend().get(DISPATCHES + "?limit=2&after=" + page.at("/next")));
            assertThat(listed(page)).containsExactly(third, second);
            assertThat(listed(rest)).containsExactly(first);
            assertThat(rest.json().has("next")).isFalse();

            assertThat(listed(done(initech.backend().get(DISPATCHES + "?status=joined"))))
                    .containsExactly(third, first);
            assertThat(listed(done(initech.backend().get(DISPATCHES + "?status=joined&limit=1&after=" + third))))
                    .containsExactly(first);
            assertThat(listed(done(initech.backend().get(DISPATCHES + "?status=failed"))))
                    .isEmpty();
            assertThat(refused(initech.backend().get(DISPATCHES + "?status=gone"), 422, "invalid_request")
                            .fields())
                    .containsExactly("status");
        }
    }

    private static List<String> listed(Answer page) {
        return page.json().path("items").findValuesAsText("id");
    }

    @Test
    void another_tenants_is_one_that_does_not_exist() {
        String id = acme.joinedCall("demo").at("/dispatch/id");
        String unknown = DispatchId.next(Instant.now()).value();

        for (String rest : List.of("", "/events")) {
            Answer theirs = refused(globex.backend().get(DISPATCHES + "/" + id + rest), 404, "not_found");
            Answer nobodys = refused(globex.backend().get(DISPATCHES + "/" + unknown + rest), 404, "not_found");
            assertThat(theirs.at("/detail")).isEqualTo(nobodys.at("/detail"));
        }
        refused(globex.backend().post(DISPATCHES + "/" + id + "/cancel"), 404, "not_found");
        refused(acme.backend().get(DISPATCHES + "/dsp_nonsense"), 404, "not_found");
        assertThat(statusOf(id)).isEqualTo("joined");
    }
}
