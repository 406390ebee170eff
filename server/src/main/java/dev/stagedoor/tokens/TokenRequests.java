// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tokens.RequestedGrants;
import dev.stagedoor.api.tokens.RoomAgent;
import dev.stagedoor.api.tokens.RoomConfig;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.TrackSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tokens in the API's form. */
final class TokenRequests {
    private TokenRequests() {}

    static TokenWish wish(TokenRequest request) {
        StrayFields.refuseRestrictions(request.others().keySet());
        return new TokenWish(
                request.roomName(),
                new TokenWish.Who(
                        given(request.participantIdentity()),
                        given(request.participantName()),
                        given(request.participantMetadata()),
                        Objects.requireNonNullElse(request.participantAttributes(), Map.of())),
                grants(Objects.requireNonNullElse(request.grants(), RequestedGrants.NONE)),
                RoomSettings.of(request.roomConfig()),
                agents(request.roomConfig()),
                request.ttl() == null ? null : Duration.ofSeconds(request.ttl()));
    }

    /** LiveKit's clients send an empty text for an optional field that is not set. */
    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static TokenWish.Grants grants(RequestedGrants asked) {
        Map<GrantName, Boolean> flags = new EnumMap<>(GrantName.class);
        put(flags, GrantName.CAN_PUBLISH, asked.canPublish());
        put(flags, GrantName.CAN_SUBSCRIBE, asked.canSubscribe());
        put(flags, GrantName.CAN_PUBLISH_DATA, asked.canPublishData());
        put(flags, GrantName.CAN_UPDATE_OWN_METADATA, asked.canUpdateOwnMetadata());
        put(flags, GrantName.CAN_SUBSCRIBE_METRICS, asked.canSubscribeMetrics());
        put(flags, GrantName.ROOM_ADMIN, asked.roomAdmin());
        put(flags, GrantName.HIDDEN, asked.hidden());
        List<String> sources = Objects.requireNonNullElse(asked.canPublishSources(), List.of());
        return new TokenWish.Grants(
                flags, sources.stream().map(TokenRequests::source).toList());
    }

    private static void put(Map<GrantName, Boolean> flags, GrantName grant, @Nullable Boolean asked) {
        if (asked != null) {
            flags.put(grant, asked);
        }
    }

    private static TrackSource source(String word) {
        return switch (word) {
            case "camera" -> TrackSource.CAMERA;
            case "microphone" -> TrackSource.MICROPHONE;
            case "screen_share" -> TrackSource.SCREEN_SHARE;
            case "screen_share_audio" -> TrackSource.SCREEN_SHARE_AUDIO;
            default ->
                throw Problem.invalid(
                        "grants.can_publish_sources",
                        "must be one of camera, microphone, screen_share, screen_share_audio");
        };
    }

    /** Those with a name: Android's SDK sends an empty {@code room_config}, older starter apps an empty name. */
    private static List<RoomAgentDispatch> agents(@Nullable RoomConfig config) {
        List<RoomAgent> given = config == null || config.agents() == null ? List.of() : config.agents();
        return given.stream()
                .filter(agent -> agent.agentName() != null && !agent.agentName().isBlank())
                .map(TokenRequests::agent)
                .toList();
    }

    private static RoomAgentDispatch agent(RoomAgent given) {
        return new RoomAgentDispatch(
                Objects.requireNonNullElse(given.agentName(), ""),
                Objects.requireNonNullElse(given.metadata(), ""),
                restart(given.restartPolicy()),
                Objects.requireNonNullElse(given.deployment(), ""),
                Objects.requireNonNullElse(given.attributes(), Map.of()));
    }

    private static @Nullable RestartPolicy restart(@Nullable String word) {
        return word == null
                ? null
                : Arrays.stream(RestartPolicy.values())
                        .filter(policy -> policy.wire().equals(word))
                        .findFirst()
                        .orElseThrow(() -> Problem.invalid(
                                "room_config.agents.restart_policy", "must be JRP_ON_FAILURE or JRP_NEVER"));
    }

    static TokenAnswer answer(MintedToken token) {
        return new TokenAnswer(
                token.serverUrl(),
                token.jwt(),
                token.room(),
                token.name(),
                token.expiresAt(),
                token.calls().isEmpty() ? null : token.calls());
    }
}
