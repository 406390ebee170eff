// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import dev.stagedoor.api.telephony.CallAnswer;
import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call that is tried.
 *
 * @param tenant who is named as the signer; null for the called number's owner
 */
record Trial(IncomingCall call, URI server, @Nullable String tenant, boolean signed, boolean showToken) {
    /** What the server said, and how long it took. */
    record Timed(SipFrontEnd.Reported reported, long millis) {}

    Simulation of(Timed timed) {
        CallAnswer answer = timed.reported().answer();
        CallAnswer.JoinRoom room = answer.joinRoom();
        return room == null ? rejected(timed, Objects.requireNonNull(answer.reject())) : joined(timed, room);
    }

    private Simulation joined(Timed timed, CallAnswer.JoinRoom room) {
        CallerToken token = CallerToken.of(room.token(), showToken);
        List<Step> steps = passed(null);
        steps.add(Step.ok("agent", "in the room; the front end waited for " + timed.millis() + " ms"));
        steps.add(Step.ok("room", room.room() + " on " + room.serverUrl()));
        steps.add(
                Step.ok("token", "of " + token.identity() + ", \"" + token.name() + "\", until " + token.expiresAt()));
        steps.add(Step.ok("grants", String.join(" ", token.may())));
        return new Simulation(
                true,
                timed.reported().status(),
                timed.millis(),
                steps,
                new Simulation.Joined(room.callId(), room.serverUrl(), room.room(), token),
                null);
    }

    private Simulation rejected(Timed timed, CallAnswer.Reject reject) {
        int status = timed.reported().status();
        Stage at = Stage.of(status, reject.code());
        List<Step> steps = passed(at);
        String why = "%d %s: %s (%s, request %s)"
                .formatted(status, reject.reason(), reject.detail(), reject.code(), reject.requestId());
        String again = timed.reported()
                .retryAfter()
                .map(after -> "; retry in " + after.toSeconds() + " s")
                .orElse("");
        steps.add(Step.stopped(at.word(), why + again, remedy(at)));
        return new Simulation(false, status, timed.millis(), steps, null, reject);
    }

    private String remedy(Stage at) {
        if (!signed && (at == Stage.SIGNATURE || at == Stage.NUMBER)) {
            return "sign the call: only the demo number of `stagedoor dev` takes others";
        }
        String unnamed = at == Stage.SIGNATURE && tenant == null
                ? "; with --tenant, a number that is nobody's is told from a wrong signature"
                : "";
        return at.remedy(call) + unnamed;
    }

    /** What is known to have gone well, if the call stopped there; all if it did not stop. */
    private List<Step> passed(@Nullable Stage stopped) {
        Map<Stage, String> said = new EnumMap<>(Stage.class);
        said.put(Stage.REACHABLE, server.toString());
        said.put(Stage.SIGNATURE, signed ? "accepted" : "none was sent");
        said.put(Stage.NUMBER, call.to() + " takes calls");
        said.put(Stage.CALLER, call.from() + " gets through");
        List<Step> steps = new ArrayList<>();
        said.forEach((stage, detail) -> {
            if (stopped == null || stage.compareTo(stopped) < 0) {
                steps.add(Step.ok(stage.word(), detail));
            }
        });
        return steps;
    }
}
