// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What LiveKit's {@code TokenSource.endpoint} sends (livekit_token_source.proto), all of it optional, and what we add:
 * {@code ttl} and {@code grants}. As LiveKit's clients may send more one day, unknown fields are ignored here.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenRequest(
        @JsonPropertyDescription("The room to join, with or without the tenant's prefix; random if not given.")
        @JsonAlias("roomName")
        @Size(max = 256)
        @Nullable
        String roomName,

        @JsonPropertyDescription("The name others see; the identity if not given.")
        @JsonAlias("participantName")
        @Size(max = 256)
        @Nullable
        String participantName,

        @JsonPropertyDescription("The participant's identity; random if not given.")
        @JsonAlias("participantIdentity")
        @Size(max = 256)
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

        @Valid @Nullable RequestedGrants grants) {
    /** A request that leaves everything to us: {@code {}}. */
    public static final TokenRequest ANYTHING = new TokenRequest(null, null, null, null, null, null, null, null);
}
