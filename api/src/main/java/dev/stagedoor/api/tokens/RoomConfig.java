// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LiveKit's RoomConfiguration, as its clients send it: judged by the tenant's policy, and then part of the token. LiveKit
 * applies it when the token's holder is the first to enter the room. {@code egress} is refused.
 */
public record RoomConfig(
        @Size(max = 256) @Shown @Nullable String name,

        @JsonAlias("emptyTimeout") @Min(0) @Max(86_400) @Nullable
        Integer emptyTimeout,

        @JsonAlias("departureTimeout") @Min(0) @Max(86_400) @Nullable
        Integer departureTimeout,

        @JsonAlias("maxParticipants") @Min(0) @Max(100_000) @Nullable
        Integer maxParticipants,

        @Size(max = 65_536) @Nullable String metadata,

        @JsonPropertyDescription("Always refused: clients cannot choose what is recorded.") @Nullable
        Map<String, Object> egress,

        @JsonAlias("minPlayoutDelay") @Min(0) @Max(60_000) @Nullable
        Integer minPlayoutDelay,

        @JsonAlias("maxPlayoutDelay") @Min(0) @Max(60_000) @Nullable
        Integer maxPlayoutDelay,

        @JsonAlias("syncStreams") @Nullable Boolean syncStreams,
        @Size(max = 8) @Nullable List<@NotNull @Valid RoomAgent> agents,
        @Size(max = 64) @Nullable Map<@Size(max = 256) String, @NotNull @Size(max = 256) String> tags) {}
