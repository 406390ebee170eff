// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.io.Serializable;
import java.util.regex.Pattern;

/** An error from the server: HTTP status, Twirp code if any, and a message that is safe to show. */
record Answer(String call, int status, String code, String message) implements Serializable {
    private static final int LONGEST = 300;

    /** LiveKit's message quotes a token that it cannot parse. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)*|[A-Za-z0-9_-]{60,}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    Answer {
        message = safe(message);
        code = safe(code);
    }

    private static String safe(String text) {
        var cut = text.substring(0, Math.min(text.length(), 4 * LONGEST));
        var plain = CONTROL.matcher(TOKEN.matcher(cut).replaceAll("[token]"))
                .replaceAll(" ")
                .strip();
        return plain.substring(0, Math.min(plain.length(), LONGEST));
    }

    String describe() {
        return call + ": HTTP " + status + (code.isEmpty() ? "" : " " + code)
                + (message.isEmpty() ? "" : ": " + message);
    }
}
