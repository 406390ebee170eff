// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** An error from the server: HTTP status, Twirp code if any, and a message and meta that are safe to show. */
record Answer(String call, int status, String code, String message, Map<String, String> meta) implements Serializable {
    private static final int LONGEST = 300;
    private static final int MOST_META = 16;
    private static final Pattern SIP_STATUS = Pattern.compile("[1-6][0-9]{2}");

    /** LiveKit's message quotes a token that it cannot parse. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)*|[A-Za-z0-9_-]{60,}");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    Answer {
        message = safe(message);
        code = safe(code);
        var plain = new TreeMap<String, String>();
        meta.entrySet().stream()
                .limit(MOST_META)
                .forEach(entry -> plain.put(safe(entry.getKey()), safe(entry.getValue())));
        meta = Collections.unmodifiableMap(plain);
    }

    /** What the telephone at the other end answered, as LiveKit passes it on; 0 if that is not what failed. */
    int sipStatus() {
        var status = meta.getOrDefault("sip_status_code", "");
        return SIP_STATUS.matcher(status).matches() ? Integer.parseInt(status) : 0;
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
