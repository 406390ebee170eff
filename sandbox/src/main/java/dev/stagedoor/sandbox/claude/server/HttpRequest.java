// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path the path without the query
 * @param query the raw query, or empty
 * @param headers by lower-case name; the last of several with the same name
 * @param body empty if {@code tooLarge}
 * @param tooLarge whether the body was larger than allowed, and therefore dropped
 */
@SuppressWarnings("ArrayRecordComponent") // Requests are read once and never compared.
public record HttpRequest(
        String method, String path, String query, Map<String, String> headers, byte[] body, boolean tooLarge) {
    /** The header, by its lower-case name. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** A decoded query parameter. */
    public @Nullable String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            String[] both = pair.split("=", 2);
            if (both.length == 2 && both[0].equals(name)) return URLDecoder.decode(both[1], StandardCharsets.UTF_8);
        }
        return null;
    }
}
