// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller's token says, read here without its signature, which only the LiveKit server can check.
 *
 * @param may   the grants that it has: {@code roomJoin}, {@code canPublish}, …
 * @param token itself; null unless it was asked for
 */
record CallerToken(
        String identity,
        String name,
        List<String> may,
        Instant expiresAt,
        String metadata,
        @Nullable String token) {
    static CallerToken of(String jwt, boolean shown) {
        JsonNode claims = claims(jwt);
        List<String> may = claims.path("video").properties().stream()
                .filter(grant -> grant.getValue().asBoolean())
                .map(Map.Entry::getKey)
                .toList();
        return new CallerToken(
                claims.path("sub").asText(),
                claims.path("name").asText(),
                may,
                Instant.ofEpochSecond(claims.path("exp").asLong()),
                claims.path("metadata").asText(),
                shown ? jwt : null);
    }

    private static JsonNode claims(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return WireJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Said below, without the token.
        }
        return WireJson.mapper().createObjectNode();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "CallerToken[" + identity + "]";
    }
}
