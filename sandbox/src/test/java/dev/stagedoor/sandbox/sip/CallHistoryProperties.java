// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.Caller.Refer;
import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random histories of calls: what always holds, whoever hangs up first. */
final class CallHistoryProperties {
    private static final int STEPS = 40;
    private static final List<FarEnd> FAR_ENDS = List.of(
            FarEnd.answers(Duration.ofSeconds(2)).hangingUpAfter(Duration.ofSeconds(3)),
            FarEnd.answers(Duration.ofSeconds(2)).transferring(Refer.UNANSWERED),
            FarEnd.busy(),
            FarEnd.neverAnswers(),
            FarEnd.deadAddress());

    @Property
    void the_same_seed_tells_the_same_story(@ForAll long seed) {
        assertThat(told(play(seed))).isEqualTo(told(play(seed)));
    }

    @Property
    void a_call_that_goes_on_is_in_its_room_and_no_other_is(@ForAll long seed) {
        Exchange exchange = play(seed);
        assertThat(exchange.sip.calls()).allSatisfy(call -> {
            boolean over = call.status() == Status.HANGUP;
            assertThat(call.ended().isPresent()).isEqualTo(over);
            assertThat(exchange.isIn(call)).isEqualTo(!over);
            if (!over)
                assertThat(exchange.attributes(call))
                        .containsEntry("sip.callStatus", call.status().attribute());
        });
    }

    @Property
    void only_an_answered_call_has_a_200_and_only_such_a_call_gets_a_bye(@ForAll long seed) {
        assertThat(play(seed).sip.calls()).allSatisfy(call -> {
            boolean answered = call.answered().isPresent();
            assertThat(call.sipStatus().orElse(0) == 200).isEqualTo(answered);
            assertThat(!call.bye() || answered).isTrue();
            assertThat(call.status() != Status.ACTIVE || answered).isTrue();
        });
    }

    @Property
    void left_alone_every_call_ends_within_a_day(@ForAll long seed) {
        Exchange exchange = play(seed);
        exchange.pass(25 * 3600);
        assertThat(exchange.sip.calls()).allMatch(call -> call.status() == Status.HANGUP);
        assertThat(exchange.state.listRooms(List.of())).isEmpty();
    }

    private static Exchange play(long seed) {
        Random choices = new Random(seed);
        Exchange exchange = new Exchange().withAgent(WorkerBehaviour.joins().publishingAfter(Duration.ofSeconds(1)));
        String carrier = exchange.carrier().id();
        exchange.open();
        exchange.sip.createDispatchRule(DispatchRuleView.direct("lobby"));
        for (int step = 0; step < STEPS; step++) {
            exchange.pass(choices.nextDouble() * 3);
            try {
                step(choices, exchange, carrier);
            } catch (SandboxRefusal refused) {
                assertThat(refused.code().status()).isBetween(400, 599);
            }
        }
        return exchange;
    }

    private static void step(Random choices, Exchange exchange, String carrier) {
        List<SipCall> calls = exchange.sip.calls();
        SipCall some = calls.isEmpty() ? null : calls.get(choices.nextInt(calls.size()));
        String caller = "+44207946019" + choices.nextInt(10);
        switch (choices.nextInt(7)) {
            case 0 -> exchange.sip.dial(caller, Exchange.ACME);
            case 1 -> exchange.sip.dial(caller, "+442079460101");
            case 2 -> {
                exchange.sip.otherFarEnds(FAR_ENDS.get(choices.nextInt(FAR_ENDS.size())));
                exchange.sip.createParticipant(
                        DialRequest.of(carrier, caller, "lobby", "callee-" + choices.nextInt(3)));
            }
            case 3 -> {
                if (some != null) some.hangUp();
            }
            case 4 -> {
                if (some != null) exchange.state.removeParticipant(some.room(), some.identity());
            }
            case 5 -> {
                if (some != null) exchange.state.deleteRoom(some.room());
            }
            default -> {
                if (some != null) exchange.sip.transfer(some.room(), some.identity(), "tel:+442079460150", null);
            }
        }
    }

    private static List<String> told(Exchange exchange) {
        List<String> lines = new ArrayList<>();
        for (SipCall call : exchange.sip.calls()) {
            lines.add(call + " " + call.status() + call.sipStatus() + call.room() + call.answered() + call.ended());
        }
        return lines;
    }
}
