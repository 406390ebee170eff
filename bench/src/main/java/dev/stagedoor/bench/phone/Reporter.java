// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.api.telephony.CallAnswer.JoinRoom;
import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.bench.phone.PhoneServer.Answered;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A front end that reports calls as the guide says: whoever is told to try again later does so, with the same id. */
final class Reporter {
    private static final Duration LONGEST = Duration.ofSeconds(75);
    private static final int TRY_AGAIN = 503;
    private static final int SAID = 3;

    private final SipFrontEnd frontEnd;
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    Reporter(SipFrontEnd frontEnd) {
        this.frontEnd = frontEnd;
    }

    /** Reports a call; empty if its caller is turned away for good, or for so long. */
    Optional<Answered> report(String from, String callId) {
        IncomingCall call = new IncomingCall(from, PhoneServer.NUMBER, callId, null, null);
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            SipFrontEnd.Reported reported = frontEnd.report(call);
            JoinRoom room = reported.answer().joinRoom();
            if (room != null) {
                return Optional.of(new Answered(callId, room.room(), Objects.requireNonNullElse(room.callId(), "")));
            }
            Optional<Duration> later = reported.retryAfter();
            if (reported.status() != TRY_AGAIN || later.isEmpty() || System.nanoTime() > deadline) {
                say(callId, reported);
                return Optional.empty();
            }
            repeated.incrementAndGet();
            LockSupport.parkNanos(later.get().toNanos());
        }
    }

    private void say(String callId, SipFrontEnd.Reported reported) {
        if (turnedAway.incrementAndGet() <= SAID) {
            System.err.println(
                    "  " + callId + " was turned away: " + reported.answer().reject());
        }
    }

    /** How often somebody was told to try again. */
    int repeated() {
        return repeated.get();
    }
}
