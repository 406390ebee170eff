// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The three parts of a compact JWS, still encoded. */
record Jwt(String header, String payload, String signature) {

    /** Splits at exactly two dots. */
    static Optional<Jwt> split(String text) {
        int first = text.indexOf('.');
        int second = text.indexOf('.', first + 1);
        if (first < 1 || second < 0 || text.indexOf('.', second + 1) >= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Jwt(text.substring(0, first), text.substring(first + 1, second), text.substring(second + 1)));
    }

    /** What is signed. */
    byte[] signed() {
        return (header + "." + payload).getBytes(StandardCharsets.UTF_8);
    }

    /** The JSON object in a part; null for padding, stray bits, duplicate keys or trailing content. */
    static @Nullable JsonNode object(String part) {
        try {
            var bytes = Base64.getUrlDecoder().decode(part);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return null;
            }
            var node = WireJson.STRICT.readTree(bytes);
            return node != null && node.isObject() ? node : null;
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }
}
