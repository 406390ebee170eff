// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.livekit.api.LiveKitException;
import java.util.Optional;

/** What became of a request to dial, by LiveKit's answer to it. */
final class Outcome {
    private static final int REQUEST_TIMEOUT = 408;

    private Outcome() {}

    /**
     * What is known of a call whose request failed; empty if it may be ringing, so that only a look into the room tells.
     *
     * @param rang whether it was seen to ring
     */
    static Optional<Dial.Progress> of(LiveKitException failed, boolean rang) {
        if (failed instanceof LiveKitException.CallFailed refused) {
            return Optional.of(refused(refused.sipStatusCode()));
        }
        boolean timedOut = failed instanceof LiveKitException.ServerFailed server && server.status() == REQUEST_TIMEOUT;
        if (timedOut) {
            return Optional.of(over(rang ? PhoneState.NO_ANSWER : PhoneState.FAILED));
        }
        return failed.outcomeUnknown() ? Optional.empty() : Optional.of(over(PhoneState.FAILED));
    }

    private static Dial.Progress over(PhoneState state) {
        return new Dial.Progress(state, null, true);
    }

    /** A SIP status of RFC 3261, section 21. */
    private static Dial.Progress refused(int status) {
        PhoneState state = switch (status) {
            case 486, 600, 603 -> PhoneState.BUSY;
            case REQUEST_TIMEOUT, 480, 487 -> PhoneState.NO_ANSWER;
            default -> PhoneState.FAILED;
        };
        return new Dial.Progress(state, status, true);
    }
}
