package dev.stagedoor.tokens;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tokens.RequestedGrants;
import dev.stagedoor.api.tokens.RoomAgent;
import dev.stagedoor.api.tokens.RoomConfig;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.TrackSource;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Narrows what is asked for to what the tenant's policy and the kind of key allow (T2, T5). Refuses, naming the field. */
final class TokenPlanner {
    private static final int NAME_BYTES = 256;
    private static final int ATTRIBUTE_BYTES = 65_536;

    private TokenPlanner() {}

    static TokenPlan plan(Principal by, Tenant tenant, TokenRequest request, Instant now) {
        if (by instanceof Principal.PublishableKey) {
            refuseWhatNobodyVouchesFor(request);
        }
        String identity = request.participantIdentity() == null
                ? Ids.next("guest", now)
                : PlainText.checked("participant_identity", request.participantIdentity(), NAME_BYTES);
        String room = request.roomName() == null ? Ids.next("room", now) : request.roomName();
        RequestedGrants wanted = Objects.requireNonNullElse(request.grants(), RequestedGrants.NONE);
        String onWire = RoomNames.onWire(tenant.slug(), "room_name", room);
        return new TokenPlan(
                onWire,
                identity,
                name(request.participantName(), identity),
                grant(onWire, tenant.policy(), wanted),
                request.participantMetadata(),
                attributes(request.participantAttributes()),
                RoomSettings.of(request.roomConfig()),
                ttl(by, tenant.policy(), request.ttl()),
                agents(request.roomConfig()));
    }

    /** For the user of a call: what the policy gives a participant, in that room and for that long. */
    static TokenPlan forUser(Tenant tenant, String room, String userId, Duration life) {
        String identity = PlainText.checked("user_id", userId, NAME_BYTES);
        return new TokenPlan(
                room,
                identity,
                identity,
                grant(room, tenant.policy(), RequestedGrants.NONE),
                null,
                Map.of(),
                null,
                life,
                List.of());
    }

    /** A page in a browser can send anything: what says who someone is must be vouched for by a backend. */
    private static void refuseWhatNobodyVouchesFor(TokenRequest request) {
        refuse(request.roomName() != null, "room_name");
        refuse(request.participantIdentity() != null, "participant_identity");
        refuse(request.participantMetadata() != null, "participant_metadata");
        refuse(isGiven(request.participantAttributes()), "participant_attributes");
        RequestedGrants grants = Objects.requireNonNullElse(request.grants(), RequestedGrants.NONE);
        refuse(Boolean.TRUE.equals(grants.roomAdmin()), "grants.room_admin");
        refuse(Boolean.TRUE.equals(grants.hidden()), "grants.hidden");
        refuse(Boolean.TRUE.equals(grants.canUpdateOwnMetadata()), "grants.can_update_own_metadata");
        refuse(RoomSettings.of(request.roomConfig()) != null, "room_config");
    }

    private static boolean isGiven(@Nullable Map<String, String> attributes) {
        return attributes != null && !attributes.isEmpty();
    }

    private static void refuse(boolean given, String field) {
        if (given) {
            throw Problem.invalid(field, "cannot be chosen with a publishable key");
        }
    }

    private static String name(@Nullable String given, String identity) {
        return given == null || given.isEmpty() ? identity : PlainText.checked("participant_name", given, NAME_BYTES);
    }

    private static Map<String, String> attributes(@Nullable Map<String, String> given) {
        if (given == null) {
            return Map.of();
        }
        int size = given.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
        if (size > ATTRIBUTE_BYTES) {
            throw Problem.invalid("participant_attributes", "must be at most " + ATTRIBUTE_BYTES + " bytes in all");
        }
        return given;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Every grant is written out, so that LiveKit's own defaults never decide (T2). */
    private static VideoGrant grant(String room, Policy policy, RequestedGrants wanted) {
        return VideoGrant.joining(room)
                .canPublish(allowed(policy, GrantName.CAN_PUBLISH, wanted.canPublish(), true))
                .canSubscribe(allowed(policy, GrantName.CAN_SUBSCRIBE, wanted.canSubscribe(), true))
                .canPublishData(allowed(policy, GrantName.CAN_PUBLISH_DATA, wanted.canPublishData(), true))
                .canPublishSources(sources(policy, wanted.canPublishSources()))
                .canUpdateOwnMetadata(
                        allowed(policy, GrantName.CAN_UPDATE_OWN_METADATA, wanted.canUpdateOwnMetadata(), false))
                .canSubscribeMetrics(
                        allowed(policy, GrantName.CAN_SUBSCRIBE_METRICS, wanted.canSubscribeMetrics(), false))
                .canManageAgentSession(false)
                .roomAdmin(allowed(policy, GrantName.ROOM_ADMIN, wanted.roomAdmin(), false))
                .hidden(allowed(policy, GrantName.HIDDEN, wanted.hidden(), false))
                .build();
    }

    private static boolean allowed(Policy policy, GrantName grant, @Nullable Boolean wanted, boolean usual) {
        if (wanted == null) {
            return usual && policy.allows(grant);
        }
        if (wanted) {
            require(policy, grant);
        }
        return wanted;
    }

    private static void require(Policy policy, GrantName grant) {
        if (!policy.allows(grant)) {
            String field = "grants." + grant.name().toLowerCase(Locale.ROOT);
            String why = "the tenant's policy does not allow it";
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, field + ": " + why)
                    .field(field, why);
        }
    }

    private static List<TrackSource> sources(Policy policy, @Nullable List<String> wanted) {
        List<TrackSource> sources = new ArrayList<>();
        if (wanted != null && !wanted.isEmpty()) {
            require(policy, GrantName.CAN_PUBLISH_SOURCES);
        }
        for (String word : Objects.requireNonNullElse(wanted, List.<String>of())) {
            sources.add(
                    switch (word) {
                        case "camera" -> TrackSource.CAMERA;
                        case "microphone" -> TrackSource.MICROPHONE;
                        case "screen_share" -> TrackSource.SCREEN_SHARE;
                        case "screen_share_audio" -> TrackSource.SCREEN_SHARE_AUDIO;
                        default ->
                            throw Problem.invalid(
                                    "grants.can_publish_sources",
                                    "must be of camera, microphone, screen_share, screen_share_audio");
                    });
        }
        return sources;
    }

    private static Duration ttl(Principal by, Policy policy, @Nullable Integer wanted) {
        Duration usual = by instanceof Principal.PublishableKey
                ? policy.ttls().publishable()
                : policy.ttls().usual();
        Duration most =
                by instanceof Principal.PublishableKey ? usual : policy.ttls().max();
        if (wanted == null) {
            return usual;
        }
        if (wanted > most.toSeconds()) {
            String why = "must be at most " + most.toSeconds() + " seconds by the tenant's policy";
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "ttl: " + why).field("ttl", why);
        }
        return Duration.ofSeconds(wanted);
    }

    /** Those that name somebody: Android's SDK sends an empty {@code room_config}, older starters an empty name. */
    private static List<RoomAgent> agents(@Nullable RoomConfig config) {
        List<RoomAgent> named = new ArrayList<>();
        List<RoomAgent> given = config == null || config.agents() == null ? List.of() : config.agents();
        for (RoomAgent agent : given) {
            if (agent.agentName() != null && !agent.agentName().isBlank()) {
                named.add(agent);
            }
        }
        return named;
    }
}
