// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.dispatch.plan.Given.at;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.dispatch.plan.StepOutcome;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** What the dispatches in {@code upgrade/dispatch} mean. */
final class UpgradeFixtures {
    private static final Attempt INTO_NEW_ROOM = Attempt.starting(1, Attempt.Via.CREATE_ROOM, at(1), Set.of());
    private static final Attempt INTO_ROOM =
            Attempt.starting(1, Attempt.Via.CREATE_DISPATCH, at(1), Set.of("agent-old"));

    private UpgradeFixtures() {}

    static Dispatch meant(String name, DispatchId id, TenantId tenant) {
        if (name.startsWith("failed-")) {
            String wire = name.substring("failed-".length());
            EndReason reason = EndReason.valueOf(wire.toUpperCase(Locale.ROOT));
            return full(id, tenant, wire)
                    .starting(INTO_ROOM)
                    .ending(reason, at(30))
                    .ended(reason, at(41))
                    .unwatched();
        }
        return switch (name) {
            case "requested-bare" -> bare(id, tenant, "bare");
            case "requested-full" -> full(id, tenant, "full");
            case "requested-waiting" -> full(id, tenant, "waiting");
            case "requested-starting" -> bare(id, tenant, "starting").startingInNewRoom();
            case "requested-not-sent" ->
                StepOutcome.sent(full(id, tenant, "not-sent").starting(INTO_NEW_ROOM), SendResult.NOT_SENT, at(2));
            case "sent-unknown" ->
                StepOutcome.sent(
                        full(id, tenant, "unknown").starting(INTO_NEW_ROOM.again(at(3))), SendResult.UNKNOWN, at(4));
            case "sent" -> sent(full(id, tenant, "sent"));
            case "sent-abandoned" -> abandoned(sent(full(id, tenant, "abandoned")));
            case "accepted" -> accepted(sent(full(id, tenant, "accepted")));
            case "joined" -> joined(full(id, tenant, "joined"));
            case "joined-missing-asked" ->
                joined(full(id, tenant, "joined-asked")).quiet(at(29));
            case "ending-after-joined" -> leaving(full(id, tenant, "ending"));
            case "ending-never-joined" -> sent(full(id, tenant, "ending-2")).ending(EndReason.NO_WORKER, at(30));
            case "completed" ->
                leaving(full(id, tenant, "completed"))
                        .ended(EndReason.CALL_ENDED, at(41))
                        .unwatched();
            case "completed-at-once" ->
                joined(full(id, tenant, "closed"))
                        .ended(EndReason.ROOM_CLOSED, at(41))
                        .unwatched();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Dispatch full(DispatchId id, TenantId tenant, String room) {
        return Dispatch.requested(
                id,
                tenant,
                new DispatchSpec(
                        new DispatchSpec.Target(room, false, "greeter-of-acme", "greeter"),
                        new DispatchSpec.Briefing("{\"language\":\"de\"}", "of the room", Duration.ofSeconds(90)),
                        new DispatchSpec.Schedule(at(0), at(60), Duration.ofSeconds(45), at(-5)),
                        7,
                        "call_1"));
    }

    private static Dispatch bare(DispatchId id, TenantId tenant, String room) {
        return Dispatch.requested(
                id,
                tenant,
                new DispatchSpec(
                        new DispatchSpec.Target(room, true, "greeter", null),
                        new DispatchSpec.Briefing("{}", "", Duration.ofMinutes(5)),
                        new DispatchSpec.Schedule(at(0), at(60), Duration.ofSeconds(45), null),
                        1,
                        null));
    }

    private static Dispatch sent(Dispatch asked) {
        return StepOutcome.sent(asked.starting(INTO_ROOM), SendResult.SENT, at(1))
                .looked(true);
    }

    private static Dispatch abandoned(Dispatch sent) {
        return sent.current(sent.current().orElseThrow().abandoned(at(11)))
                .quiet(at(12))
                .failedCall(at(13))
                .failedCall(at(14));
    }

    private static Dispatch accepted(Dispatch sent) {
        return sent.accepted(sent.current().orElseThrow().job("agent-1"));
    }

    private static Dispatch joined(Dispatch asked) {
        Attempt first = INTO_ROOM.again(at(2)).job("agent-1").abandoned(at(12));
        Attempt second = Attempt.starting(2, Attempt.Via.CREATE_DISPATCH, at(23), Set.of("agent-old"));
        return StepOutcome.sent(asked.starting(first).starting(second), SendResult.SENT, at(23))
                .joined("agent-2", at(24))
                .looked(true)
                .failedCall(at(26));
    }

    private static Dispatch leaving(Dispatch asked) {
        return joined(asked).ending(EndReason.CALL_ENDED, at(30)).quiet(at(31));
    }
}
