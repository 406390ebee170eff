// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.RoomConfig;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RoomConfiguration;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a client's room_config that goes into its token as it is: everything but egress and, once checked, agents. */
final class RoomSettings {
    private RoomSettings() {}

    /** The settings; null if the client sets none. */
    static @Nullable RoomConfiguration of(@Nullable RoomConfig config) {
        if (config == null) {
            return null;
        }
        if (config.egress() != null && !config.egress().isEmpty()) {
            throw Problem.invalid("room_config.egress", "cannot be chosen by a client");
        }
        RoomConfiguration.Builder builder = RoomConfiguration.builder();
        if (config.name() != null) {
            builder.name(config.name());
        }
        if (config.metadata() != null) {
            builder.metadata(config.metadata());
        }
        timeouts(config, builder);
        delays(config, builder);
        if (config.tags() != null) {
            config.tags().forEach(builder::tag);
        }
        RoomConfiguration built = builder.build();
        return built.equals(RoomConfiguration.NONE) ? null : built;
    }

    private static void timeouts(RoomConfig config, RoomConfiguration.Builder builder) {
        if (config.emptyTimeout() != null) {
            builder.emptyTimeout(Duration.ofSeconds(config.emptyTimeout()));
        }
        if (config.departureTimeout() != null) {
            builder.departureTimeout(Duration.ofSeconds(config.departureTimeout()));
        }
        if (config.maxParticipants() != null) {
            builder.maxParticipants(config.maxParticipants());
        }
    }

    private static void delays(RoomConfig config, RoomConfiguration.Builder builder) {
        Duration least = Duration.ofMillis(Objects.requireNonNullElse(config.minPlayoutDelay(), 0));
        Duration most = Duration.ofMillis(Objects.requireNonNullElse(config.maxPlayoutDelay(), 0));
        builder.playoutDelay(least, most);
        if (config.syncStreams() != null) {
            builder.syncStreams(config.syncStreams());
        }
    }
}
