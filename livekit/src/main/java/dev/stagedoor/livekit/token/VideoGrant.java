// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.TrackSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows in one room (LiveKit's {@code VideoGrant} without the server-wide grants, see {@link
 * ServerGrant}).
 *
 * <p>{@code null} means unset, which is not "no": LiveKit then allows publishing and subscribing, lets data follow
 * publishing, and denies the other three. Least privilege is an explicit {@code false}.
 *
 * @param room the room's exact name, no patterns
 * @param roomJoin may join
 * @param roomAdmin may mute, remove and update participants, dispatch agents, send data
 * @param canPublish true if unset
 * @param canSubscribe true if unset
 * @param canPublishData as canPublish if unset
 * @param canPublishSources narrows canPublish; empty allows all sources
 * @param canUpdateOwnMetadata false if unset
 * @param hidden others do not see the participant
 * @param recorder marked as a recorder
 * @param canSubscribeMetrics false if unset
 * @param canManageAgentSession unset is no
 * @param destinationRoom where the participant may be forwarded or moved to (LiveKit Cloud)
 */
public record VideoGrant(
        @Nullable String room,
        boolean roomJoin,
        boolean roomAdmin,
        @Nullable Boolean canPublish,
        @Nullable Boolean canSubscribe,
        @Nullable Boolean canPublishData,
        List<TrackSource> canPublishSources,
        @Nullable Boolean canUpdateOwnMetadata,
        boolean hidden,
        boolean recorder,
        @Nullable Boolean canSubscribeMetrics,
        @Nullable Boolean canManageAgentSession,
        @Nullable String destinationRoom) {

    /** No grants. */
    public static final VideoGrant NONE = new Builder().build();

    public VideoGrant {
        canPublishSources = List.copyOf(canPublishSources);
    }

    /** May join {@code room}; everything else unset. */
    public static Builder joining(String room) {
        var builder = new Builder();
        builder.room = room;
        builder.roomJoin = true;
        return builder;
    }

    /** May administer {@code room}, not join it: what a server's API call needs. */
    public static Builder administering(String room) {
        var builder = new Builder();
        builder.room = room;
        builder.roomAdmin = true;
        return builder;
    }

    /** Whether LiveKit would let this participant publish. */
    public boolean publishes() {
        return canPublish == null || canPublish;
    }

    /** Whether LiveKit would let this participant publish from {@code source}. */
    public boolean publishes(TrackSource source) {
        return publishes() && (canPublishSources.isEmpty() || canPublishSources.contains(source));
    }

    /** Whether LiveKit would let this participant subscribe. */
    public boolean subscribes() {
        return canSubscribe == null || canSubscribe;
    }

    /** Whether LiveKit would let this participant send data. */
    public boolean publishesData() {
        return canPublishData == null ? publishes() : canPublishData;
    }

    /** Sets what is allowed beyond joining. */
    public static final class Builder {
        private @Nullable String room;
        private boolean roomJoin;
        private boolean roomAdmin;
        private @Nullable Boolean canPublish;
        private @Nullable Boolean canSubscribe;
        private @Nullable Boolean canPublishData;
        private List<TrackSource> canPublishSources = List.of();
        private @Nullable Boolean canUpdateOwnMetadata;
        private boolean hidden;
        private boolean recorder;
        private @Nullable Boolean canSubscribeMetrics;
        private @Nullable Boolean canManageAgentSession;
        private @Nullable String destinationRoom;

        private Builder() {}

        public Builder roomAdmin(boolean value) {
            roomAdmin = value;
            return this;
        }

        public Builder canPublish(@Nullable Boolean value) {
            canPublish = value;
            return this;
        }

        public Builder canSubscribe(@Nullable Boolean value) {
            canSubscribe = value;
            return this;
        }

        public Builder canPublishData(@Nullable Boolean value) {
            canPublishData = value;
            return this;
        }

        public Builder canPublishSources(List<TrackSource> value) {
            canPublishSources = value;
            return this;
        }

        public Builder canUpdateOwnMetadata(@Nullable Boolean value) {
            canUpdateOwnMetadata = value;
            return this;
        }

        public Builder hidden(boolean value) {
            hidden = value;
            return this;
        }

        public Builder recorder(boolean value) {
            recorder = value;
            return this;
        }

        public Builder canSubscribeMetrics(@Nullable Boolean value) {
            canSubscribeMetrics = value;
            return this;
        }

        public Builder canManageAgentSession(@Nullable Boolean value) {
            canManageAgentSession = value;
            return this;
        }

        public Builder destinationRoom(@Nullable String value) {
            destinationRoom = value;
            return this;
        }

        public VideoGrant build() {
            return new VideoGrant(
                    room,
                    roomJoin,
                    roomAdmin,
                    canPublish,
                    canSubscribe,
                    canPublishData,
                    canPublishSources,
                    canUpdateOwnMetadata,
                    hidden,
                    recorder,
                    canSubscribeMetrics,
                    canManageAgentSession,
                    destinationRoom);
        }
    }
}
