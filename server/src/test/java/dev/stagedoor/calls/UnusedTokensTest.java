// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A token that nobody uses costs nothing, and its reservation ends when it admits no more (D4)")
class UnusedTokensTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme", CLOCK).withAgent("demo", "{\"max_call_minutes\":10}");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void five_page_loads_are_five_reservations_for_five_minutes_and_then_none() {
        for (int i = 0; i < 5; i++) {
            done(acme.page("demo").post("/api/v1/tokens", "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}"));
        }
        assertThat(acme.ledger("calls_open")).isEqualTo(5);

        CLOCK.turn(Duration.ofMinutes(7));

        until("all are given back", () -> acme.ledger("calls_open") == 0);
        assertThat(acme.ledger("seconds_reserved")).isZero();
        assertThat(acme.ledger("seconds_used")).isZero();
        assertThat(acme.ledger("dispatches_used")).isZero();
        Answer calls = done(acme.backend().get("/api/v1/calls"));
        assertThat(calls.json().path("items").findValuesAsText("end_reason")).hasSize(5).containsOnly("unused");
        until("nothing is kept", () -> SERVER.column("SELECT count(*) FROM reservations")
                .equals(List.of("0")));
    }
}
