// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.util.Map;

/** An error response from LiveKit, with the real server's code and message. */
public final class SandboxRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final TwirpCode code;
    private final transient Map<String, String> meta;
    private final Duration took;

    private SandboxRefusal(TwirpCode code, String message, Map<String, String> meta, Duration took) {
        super(message, null, false, false);
        this.code = code;
        this.meta = meta;
        this.took = took;
    }

    /** An error returned at once. */
    public static SandboxRefusal of(TwirpCode code, String message) {
        return new SandboxRefusal(code, message, Map.of(), Duration.ZERO);
    }

    /** An error that LiveKit returns only after {@code took}. */
    public static SandboxRefusal after(TwirpCode code, String message, Map<String, String> meta, Duration took) {
        return new SandboxRefusal(code, message, Map.copyOf(meta), took);
    }

    /** LiveKit's internal services report errors through Twirp's generic wrapper, which prefixes the message. */
    public static SandboxRefusal inner(TwirpCode code, String message) {
        return of(code, "twirp error unknown: " + message);
    }

    /** An RPC method failed at the participant: {@code code} is LiveKit's, 1400 to 1505, or the method's own. */
    public static SandboxRefusal rpc(int code, String message) {
        TwirpCode answered = switch (code) {
            case 1400, 1401, 1402 -> TwirpCode.INVALID_ARGUMENT;
            case 1501, 1502 -> TwirpCode.CANCELED;
            default -> TwirpCode.INTERNAL;
        };
        return inner(answered, "RpcError " + code + ": " + message);
    }

    /** Nothing came back from the participant: a caller waits for as long as it wished, here for a second. */
    static SandboxRefusal unanswered() {
        return new SandboxRefusal(
                TwirpCode.CANCELED,
                "twirp error unknown: RpcError 1502: Response timeout",
                Map.of(),
                Duration.ofSeconds(1));
    }

    /** An argument over its limit, in LiveKit's wording. */
    static SandboxRefusal tooLong(String argument, String limit) {
        return new SandboxRefusal(
                TwirpCode.INVALID_ARGUMENT, argument + " " + limit, Map.of("argument", argument), Duration.ZERO);
    }

    /** No server has that room or participant: LiveKit waits for a response before it says so. */
    static SandboxRefusal noResponse(Duration after) {
        return new SandboxRefusal(
                TwirpCode.UNAVAILABLE, "twirp error unknown: no response from servers", Map.of(), after);
    }

    /** The Twirp code. */
    public TwirpCode code() {
        return code;
    }

    /** Twirp's {@code meta}, usually empty. */
    public Map<String, String> meta() {
        return meta;
    }

    /** How long LiveKit takes to return it. */
    public Duration took() {
        return took;
    }
}
