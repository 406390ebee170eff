// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.util.Map;

/** A call that LiveKit answers with an error: code and message as the real server gives them. */
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

    /** A refusal that comes at once. */
    public static SandboxRefusal of(TwirpCode code, String message) {
        return new SandboxRefusal(code, message, Map.of(), Duration.ZERO);
    }

    /** LiveKit's inner services report errors through Twirp's generic wrapper, which prefixes the message. */
    public static SandboxRefusal inner(TwirpCode code, String message) {
        return of(code, "twirp error unknown: " + message);
    }

    /** An argument over a limit: {@code argument} and the limit, as LiveKit words it. */
    static SandboxRefusal tooLong(String argument, String limit) {
        return new SandboxRefusal(
                TwirpCode.INVALID_ARGUMENT, argument + " " + limit, Map.of("argument", argument), Duration.ZERO);
    }

    /** Nobody serves that room or participant: LiveKit waits for an answer before it says so. */
    static SandboxRefusal noResponse(Duration after) {
        return new SandboxRefusal(
                TwirpCode.UNAVAILABLE, "twirp error unknown: no response from servers", Map.of(), after);
    }

    /** The Twirp code. */
    public TwirpCode code() {
        return code;
    }

    /** Twirp's {@code meta}, mostly empty. */
    public Map<String, String> meta() {
        return meta;
    }

    /** How long LiveKit takes to say so. */
    public Duration took() {
        return took;
    }
}
