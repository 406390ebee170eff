// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tenant is told once in a window that half of a budget is used, four fifths, and all of it")
@Tag("slow")
class ThresholdsTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        acme.backend()
                .get("/api/v1/events?type=usage.threshold")
                .json()
                .path("items")
                .forEach(event -> told.addFirst(event.at("/data/unit").asText() + " "
                        + event.at("/data/percent").asInt()));
        return told;
    }

    private boolean nothingIsDue() {
        return SERVER.column("SELECT 1 FROM budget_crossings WHERE tenant_id = '" + acme.id() + "'")
                .isEmpty();
    }

    @Test
    void each_mark_once_however_often_it_is_passed_and_again_in_the_next_window() {
        acme.policy("{\"budget\":{\"window\":\"hour\",\"tokens\":10}}");
        for (int tokens = 0; tokens < 4; tokens++) done(acme.token("{}"));
        assertThat(nothingIsDue()).isTrue();

        done(acme.token("{}"));
        until("half is told", () -> told().equals(List.of("tokens 50")));
        for (int tokens = 0; tokens < 5; tokens++) done(acme.token("{}"));
        until("all is told", () -> told().equals(List.of("tokens 50", "tokens 80", "tokens 100")));
        refused(acme.token("{}"), 429, "budget_exhausted");
        assertThat(nothingIsDue()).isTrue();

        CLOCK.turn(Duration.ofHours(1));
        for (int tokens = 0; tokens < 5; tokens++) done(acme.token("{}"));
        until("it is told of the next window", () -> told().size() == 4);
        assertThat(told()).endsWith("tokens 50");
    }

    @Test
    void what_is_reserved_counts_and_the_event_says_how_much_that_is() {
        acme.policy("{\"budget\":{\"window\":\"day\",\"minutes\":120}}");

        done(acme.trigger("{\"agent_slug\":\"demo\",\"mode\":\"voice\",\"user_id\":\"alice\"}"));

        until("half is told", () -> told().equals(List.of("seconds 50")));
        JsonNode event =
                acme.backend().get("/api/v1/events?type=usage.threshold").json().at("/items/0/data");
        assertThat(event.path("limit").asLong()).isEqualTo(7200);
        assertThat(event.path("used").asLong()).isZero();
        assertThat(event.path("reserved").asLong()).isEqualTo(3600);
    }

    @Test
    void a_mark_that_was_reached_when_its_node_died_is_told_by_another() {
        acme.policy("{\"budget\":{\"window\":\"hour\",\"tokens\":2}}");
        done(acme.token("{}"));
        until("half is told", () -> told().equals(List.of("tokens 50")));
        // As the commit leaves it, of a node that died before it told anybody.
        SERVER.sql("UPDATE tenant_ledger SET tokens_used = 2 WHERE tenant_id = '" + acme.id() + "';"
                + " INSERT INTO budget_crossings VALUES ('" + acme.id() + "', '2026-01-01')");

        until("the rest is told", () -> told().equals(List.of("tokens 50", "tokens 80", "tokens 100")));
    }

    /** Nodes' clocks differ, and a mark may be reached in the last second of a window. */
    @ParameterizedTest
    @ValueSource(strings = {"+", "-"})
    void a_mark_is_told_of_the_window_in_which_it_was_reached_whatever_time_it_is_for_whoever_tells(String sign) {
        acme.policy("{\"budget\":{\"window\":\"hour\",\"tokens\":2}}");
        done(acme.token("{}"));
        until("half is told", () -> told().equals(List.of("tokens 50")));
        SERVER.sql("UPDATE tenant_ledger SET tokens_used = 2, window_start = window_start " + sign
                + " interval '1 hour' WHERE tenant_id = '" + acme.id() + "';"
                + " INSERT INTO budget_crossings VALUES ('" + acme.id() + "', '2026-01-01')");

        until("all is told", () -> told().equals(List.of("tokens 50", "tokens 50", "tokens 80", "tokens 100")));
    }
}
