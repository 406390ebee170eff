// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Duration;
import java.util.Map;

/** How LiveKit reports a telephone's refusal: the SIP status in the meta, and a Twirp code that means little. */
final class SipStatuses {
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(408, "Request Timeout"),
            Map.entry(410, "Gone"),
            Map.entry(480, "Temporarily Unavailable"),
            Map.entry(486, "Busy Here"),
            Map.entry(487, "Request Terminated"),
            Map.entry(488, "Not Acceptable Here"),
            Map.entry(500, "Server Internal Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Server Time-out"),
            Map.entry(600, "Busy Everywhere"),
            Map.entry(603, "Decline"),
            Map.entry(604, "Does Not Exist Anywhere"));

    private SipStatuses() {}

    static SandboxRefusal refusal(int status, Duration took) {
        String phrase = PHRASES.getOrDefault(status, "SIP_STATUS_" + status);
        return SandboxRefusal.after(
                code(status),
                "twirp error unknown: sip status " + status + ": " + phrase,
                Map.of("sip_status_code", String.valueOf(status), "sip_status", phrase),
                took);
    }

    private static TwirpCode code(int status) {
        return switch (status) {
            case 401, 402, 403, 603, 607, 608 -> TwirpCode.PERMISSION_DENIED;
            case 301, 302, 404, 410, 481, 604 -> TwirpCode.NOT_FOUND;
            case 407 -> TwirpCode.UNAUTHENTICATED;
            case 408, 504 -> TwirpCode.DEADLINE_EXCEEDED;
            case 480, 486, 600 -> TwirpCode.RESOURCE_EXHAUSTED;
            case 487, 491 -> TwirpCode.ABORTED;
            default -> status >= 500 && status < 600 ? TwirpCode.FAILED_PRECONDITION : TwirpCode.INVALID_ARGUMENT;
        };
    }
}
