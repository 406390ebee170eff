// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.numbers.Destination;
import dev.stagedoor.telephony.price.Talk;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "Who answers just when their call is ended is charged as answered, and nothing is settled before that is known (R5)")
class LateAnswerTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final Destination TO = Destination.required("to", "+442079460123");

    private static TestNode node;
    private static TenantId acme;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        acme = node.tenant().id();
    }

    @AfterAll
    static void end() {
        node.close();
    }

    private static <T> T store(Function<Tx, T> work) {
        return node.on().ledger().store(TestNode.job(), acme, work);
    }

    private static Optional<Talk> talk(CallId call) {
        return store(tx -> Dials.talk(tx, call));
    }

    /** One that is ringing, and is then ended. */
    private static CallId ended() {
        CallId call = CallId.next(CLOCK.instant());
        Dial.Leg leg = new Dial.Leg(
                "+442079460100", TO.number(), "GB", "acme.1", "ST_1", Duration.ofSeconds(30), Duration.ofMinutes(10));
        Dial dial = new Dial(call, "demo", leg, Dial.Progress.BEGUN, new Dial.Times(CLOCK.instant(), null, null, null));
        store(tx -> {
            DialStore.insert(tx, dial, TO, CLOCK.instant());
            DialStore.send(tx, call, CLOCK.instant(), CLOCK.instant());
            return DialStore.advance(tx, call, new Dial.Progress(PhoneState.ENDED, null, true), CLOCK.instant());
        });
        return call;
    }

    @Test
    void while_somebody_may_yet_be_found_to_have_answered_it_is_not_known_how_long_they_talked() {
        CallId call = ended();
        assertThat(talk(call)).isEmpty();

        store(tx -> Dials.closed(tx, call, CLOCK.instant()));

        assertThat(talk(call)).contains(Talk.NONE);
    }

    @Test
    void an_answer_that_is_told_after_the_end_counts() {
        CallId call = ended();
        CLOCK.turn(Duration.ofSeconds(1));

        store(tx -> DialStore.answeredLate(tx, call, CLOCK.instant()));
        store(tx -> Dials.closed(tx, call, CLOCK.instant()));

        assertThat(talk(call)).contains(new Talk(true, Duration.ZERO));
    }
}
