// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.api.telephony.DialAnswer;
import dev.stagedoor.api.telephony.DialWait;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.Calls;
import dev.stagedoor.client.http.Transport;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a call out, a line for each step.
 *
 * @param began when the command was given, in nanoseconds of this process
 */
record Placed(Session session, long began) {
    /** How often the server itself looks. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    static Placed now(Session session) {
        return new Placed(session, System.nanoTime());
    }

    /** Whether it went as far as was waited for, and somebody may still answer. */
    static boolean isGood(PhoneView phone, DialWait waitFor) {
        boolean answered = phone.answeredAt() != null;
        return answered || (waitFor != DialWait.ANSWERED && !isOver(phone.state()));
    }

    private static boolean isOver(@Nullable PhoneState state) {
        return switch (state) {
            case null -> false;
            case DIALING, RINGING, ANSWERED -> false;
            case BUSY, NO_ANSWER, FAILED, ENDED -> true;
        };
    }

    /** The call, its room and agent, and how far it is. */
    void tell(DialAnswer answer, DialWait waitFor) {
        line(
                "call",
                answer.callId() + ", from " + answer.phone().from() + " to "
                        + answer.phone().to());
        line(
                "room",
                answer.roomName()
                        + (waitFor == DialWait.NONE ? ", where the agent is sent: " : ", where the agent is: ")
                        + answer.agentSlug());
        tell(answer.phone());
    }

    /** Follows it until somebody has answered or nobody will, if that is waited for; returns the exit code. */
    int follow(Calls calls, DialAnswer answer, DialWait waitFor, Duration longest) {
        PhoneView seen = answer.phone();
        long until = System.nanoTime() + longest.toNanos();
        while (waitFor == DialWait.ANSWERED
                && seen.answeredAt() == null
                && !isOver(seen.state())
                && System.nanoTime() < until) {
            Transport.pause(LOOK);
            PhoneView now = calls.get(answer.callId()).phone();
            if (now != null && now.state() != seen.state()) {
                tell(now);
            }
            seen = now == null ? seen : now;
        }
        boolean good = isGood(seen, waitFor);
        if (!good || waitFor != DialWait.ANSWERED) {
            session.shell().err().println("Next: stagedoor calls show " + answer.callId());
        }
        return good ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private void tell(PhoneView phone) {
        if (phone.state() != null) {
            line(phone.state().name().toLowerCase(Locale.ROOT), detail(phone) + " after " + elapsed());
        }
    }

    private static String detail(PhoneView phone) {
        String sip = phone.sipStatus() == null ? "" : " (SIP " + phone.sipStatus() + ")";
        return switch (phone.state()) {
            case null -> "";
            case DIALING -> "nobody has been reached yet,";
            case RINGING -> "the telephone rings,";
            case ANSWERED -> "somebody is on the phone,";
            case BUSY -> "the line is busy, or the call was declined" + sip + ",";
            case NO_ANSWER -> "nobody picked up" + sip + ",";
            case FAILED -> "the carrier could not connect it" + sip + ",";
            case ENDED -> phone.answeredAt() == null ? "before anybody answered," : "it was answered,";
        };
    }

    private String elapsed() {
        return Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s";
    }

    private void line(String step, String detail) {
        session.shell().out().println(Columns.line(session.shell().style(), "%-9s".formatted(step), detail));
    }
}
