// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.api.text.Nearest;
import dev.stagedoor.http.PercentEncoding;
import dev.stagedoor.json.JsonProblems;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a request target (RFC 9112 §3.2), decoded strictly: anything that is not percent-encoded UTF-8,
 * is too long or has control characters is refused, never repaired.
 */
final class Target {
    /** The longest path parameter, in characters. */
    static final int PATH_VALUE = 256;

    /** The longest query value, in characters. */
    static final int QUERY_VALUE = 1024;

    private Target() {}

    /** A segment of the path, as the value of the parameter {@code name}. */
    static String pathValue(String name, String raw) {
        String value = decode(name, raw, false);
        if (value.length() > PATH_VALUE) {
            throw refused(name, "must have at most " + PATH_VALUE + " characters");
        }
        return value;
    }

    /** The query's parameters; each must be known to the route and given once. */
    static Map<String, String> query(String raw, List<String> known) {
        if (raw.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode("query", equals < 0 ? pair : pair.substring(0, equals), true);
            if (!known.contains(name)) {
                throw unknown(JsonProblems.shown(name), known);
            }
            String value = decode(name, equals < 0 ? "" : pair.substring(equals + 1), true);
            if (value.length() > QUERY_VALUE) {
                throw refused(name, "must have at most " + QUERY_VALUE + " characters");
            }
            if (values.put(name, value) != null) {
                throw refused(name, "is given more than once");
            }
        }
        return values;
    }

    private static Problem unknown(String name, List<String> known) {
        String hint = Nearest.to(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(known.isEmpty() ? "; there are none" : "; the parameters are " + String.join(", ", known));
        return refused(name.isEmpty() ? "query" : name, "is not a query parameter of this route" + hint);
    }

    /** A name or value of a form; unlike in a query, it may hold line breaks. */
    static String formText(String raw) {
        return raw.indexOf('%') < 0 && raw.indexOf('+') < 0 && raw.chars().allMatch(c -> c < 0x7f)
                ? raw
                : PercentEncoding.decoded("form", raw, true);
    }

    private static String decode(String name, String raw, boolean plusIsSpace) {
        String decoded = raw;
        if (raw.chars().anyMatch(c -> c >= 0x7f)) {
            throw refused(name, "has a character that must be percent-encoded");
        }
        if (raw.indexOf('%') >= 0 || (plusIsSpace && raw.indexOf('+') >= 0)) {
            decoded = PercentEncoding.decoded(name, raw, plusIsSpace);
        }
        for (int i = 0; i < decoded.length(); i++) {
            if (Character.isISOControl(decoded.charAt(i))) {
                throw refused(name, "has a control character");
            }
        }
        return decoded;
    }

    private static Problem refused(String name, String why) {
        return Problem.of(ErrorCode.MALFORMED_REQUEST, name + ": " + why).field(name, why);
    }
}
