// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LiveKit's {@code TokenSource.endpoint} sends (livekit_token_source.proto), all of it optional, and what we add:
 * {@code ttl} and {@code grants}. LiveKit's clients may send more one day, so unknown fields are kept in {@code others}:
 * the server ignores them, unless one reads as if it narrowed or placed the token.
 */
public record TokenRequest(
        @JsonPropertyDescription("The room to join, with or without the tenant's prefix; random if not given.")
        @JsonAlias("roomName")
        @Size(max = 256)
        @Shown
        @Nullable
        String roomName,

        @JsonPropertyDescription("The name others see; the identity if not given.")
        @JsonAlias("participantName")
        @Size(max = 256)
        @Shown
        @Nullable
        String participantName,

        @JsonPropertyDescription("The participant's identity; random if not given.")
        @JsonAlias("participantIdentity")
        @Size(max = 256)
        @Shown
        @Nullable
        String participantIdentity,

        @JsonAlias("participantMetadata") @Size(max = 65_536) @Nullable
        String participantMetadata,

        @JsonAlias("participantAttributes") @Size(max = 256) @Nullable
        Map<@Size(min = 1, max = 256) String, @NotNull @Size(max = 16_384) String> participantAttributes,

        @JsonAlias("roomConfig") @Valid @Nullable RoomConfig roomConfig,

        @JsonPropertyDescription("The token's lifetime in seconds, up to the policy's maximum.")
        @Min(1)
        @Max(86_400)
        @Nullable
        Integer ttl,

        @Valid @Nullable RequestedGrants grants,
        @JsonAnySetter @JsonAnyGetter Map<String, Object> others) {
    /** A request that leaves everything to us: {@code {}}. */
    public static final TokenRequest ANYTHING = new TokenRequest(null, null, null, null, null, null, null, null);

    public TokenRequest {
        others = others == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** A request of the documented fields only. */
    public TokenRequest(
            @Nullable String roomName,
            @Nullable String participantName,
            @Nullable String participantIdentity,
            @Nullable String participantMetadata,
            @Nullable Map<String, String> participantAttributes,
            @Nullable RoomConfig roomConfig,
            @Nullable Integer ttl,
            @Nullable RequestedGrants grants) {
        this(
                roomName,
                participantName,
                participantIdentity,
                participantMetadata,
                participantAttributes,
                roomConfig,
                ttl,
                grants,
                Map.of());
    }
}
