// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.TrackSource;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unsigned token: its grants, lifetime and id.
 *
 * @param grants its claims
 * @param ttl from signing to {@code exp}; whole seconds, at least one
 * @param id the {@code jti}; null to let the signer create one
 */
public record AccessToken(
        ClaimGrants grants, Duration ttl, @Nullable String id) {
    /** LiveKit's SDKs default to six hours; a token cannot be revoked, so this is shorter. */
    public static final Duration USUAL_TTL = Duration.ofHours(1);

    /** Rejects what LiveKit would reject or misread, so that no useless or leaky token is signed. */
    public AccessToken {
        if (ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("ttl is shorter than a second");
        }
        var video = grants.video();
        if ((video.roomJoin() || video.roomAdmin())
                && (video.room() == null || video.room().isEmpty())) {
            throw new IllegalArgumentException("room is empty: roomJoin and roomAdmin need a room");
        }
        if (video.canPublishSources().contains(TrackSource.UNKNOWN)) {
            throw new IllegalArgumentException("canPublishSources contains an unknown source");
        }
        var identity = grants.identity();
        if (video.roomJoin() && (identity == null || identity.isEmpty())) {
            throw new IllegalArgumentException("identity is empty: roomJoin needs one");
        }
        if (grants.kind() == ParticipantKind.UNKNOWN || grants.kindDetails().contains(KindDetail.UNKNOWN)) {
            throw new IllegalArgumentException("kind or kindDetails contains an unknown kind");
        }
        var room = grants.roomConfig();
        if (room != null && room.egress() != null && room.egress().hasCredentials()) {
            throw new IllegalArgumentException(
                    "roomConfig.egress contains credentials, which every holder of the token could read");
        }
    }

    /** A token for the participant {@code identity}. */
    public static Builder forParticipant(String identity) {
        return new Builder(identity);
    }

    /** A token for a server's own API call: no identity. */
    public static Builder forServer() {
        return new Builder(null);
    }

    /** Sets what the token grants. Nothing is granted by default. */
    public static final class Builder {
        private final @Nullable String identity;
        private @Nullable String name;
        private @Nullable ParticipantKind kind;
        private List<KindDetail> kindDetails = List.of();
        private VideoGrant video = VideoGrant.NONE;
        private Set<ServerGrant> serverGrants = Set.of();
        private @Nullable RoomConfiguration roomConfig;
        private @Nullable String roomPreset;
        private @Nullable String sha256;
        private @Nullable String metadata;
        private Map<String, String> attributes = Map.of();
        private Duration ttl = USUAL_TTL;
        private @Nullable String id;

        private Builder(@Nullable String identity) {
            this.identity = identity;
        }

        public Builder name(@Nullable String value) {
            name = value;
            return this;
        }

        public Builder kind(ParticipantKind value, KindDetail... details) {
            kind = value;
            kindDetails = List.of(details);
            return this;
        }

        public Builder video(VideoGrant value) {
            video = value;
            return this;
        }

        public Builder video(VideoGrant.Builder value) {
            return video(value.build());
        }

        /**
         * Adds server-wide grants. For a server's own calls and workers: never for a token that goes to a user's
         * device.
         */
        public Builder allowUnscoped(ServerGrant first, ServerGrant... more) {
            var grants = EnumSet.of(first, more);
            grants.addAll(serverGrants);
            serverGrants = grants;
            return this;
        }

        /**
         * How to create the room if this participant is the first to join. A live room ignores it, including its
         * agents.
         */
        public Builder roomConfig(@Nullable RoomConfiguration value) {
            roomConfig = value;
            return this;
        }

        public Builder roomPreset(@Nullable String value) {
            roomPreset = value;
            return this;
        }

        /** Standard base64 of the SHA-256 of the body that is sent with the token. */
        public Builder sha256(@Nullable String value) {
            sha256 = value;
            return this;
        }

        public Builder metadata(@Nullable String value) {
            metadata = value;
            return this;
        }

        public Builder attributes(Map<String, String> value) {
            attributes = value;
            return this;
        }

        public Builder attribute(String key, String value) {
            var all = new LinkedHashMap<>(attributes);
            all.put(key, value);
            attributes = Collections.unmodifiableMap(all);
            return this;
        }

        /** From signing to {@code exp}, cut to whole seconds. */
        public Builder ttl(Duration value) {
            ttl = value;
            return this;
        }

        /** The {@code jti}, if the caller records the token under its own id. */
        public Builder id(@Nullable String value) {
            id = value;
            return this;
        }

        /**
         * The unsigned token.
         *
         * @throws IllegalArgumentException naming the field, for a token that LiveKit could not use
         */
        public AccessToken build() {
            var grants = new ClaimGrants(
                    identity,
                    name,
                    kind,
                    kindDetails,
                    video,
                    serverGrants,
                    roomConfig,
                    roomPreset,
                    sha256,
                    metadata,
                    attributes);
            return new AccessToken(grants, ttl, id);
        }
    }
}
