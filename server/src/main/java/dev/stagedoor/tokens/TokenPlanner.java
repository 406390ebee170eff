// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.TrackSource;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Narrows a request to what the tenant's policy and the kind of key allow (T2, T5). Errors name the field. */
final class TokenPlanner {
    /** The longest identity or name of a participant, in bytes. */
    static final int NAME_BYTES = 256;

    private static final int ATTRIBUTE_BYTES = 65_536;

    /** Whoever speaks for the user enters at once. */
    private static final Duration VOICE_TTL = Duration.ofMinutes(2);

    /** The guide's own: a phone call may last, and its front end reconnects with the same token. */
    private static final Duration CALLER_TTL = Duration.ofHours(1);

    private TokenPlanner() {}

    static TokenPlan plan(Principal by, Tenant tenant, TokenWish wish, Instant now) {
        if (by instanceof Principal.PublishableKey) {
            refuseWhatABackendMustVouchFor(wish);
        }
        String room = wish.room() == null ? Ids.next("room", now) : wish.room();
        TokenPlan.Participant participant = participant(wish.who(), now);
        String onWire = RoomNames.onWire(tenant.slug(), "room_name", room);
        return new TokenPlan(
                onWire,
                participant,
                grant(onWire, tenant.policy(), wish.grants()),
                wish.roomConfiguration(),
                ttl(by, tenant.policy(), wish.ttl()),
                wish.agents());
    }

    /** For the user of a call: the policy's grants, for one room and a limited time. */
    static TokenPlan forUser(Tenant tenant, String room, String userId) {
        VideoGrant grant = grant(room, tenant.policy(), TokenWish.Grants.USUAL);
        return forCall(room, userId, grant, tenant.policy().ttls().trigger());
    }

    /** For the voice of a call's user: the policy's grants, narrowed to a microphone and to hearing others. */
    static TokenPlan forVoice(Tenant tenant, String room, String userId) {
        Policy policy = tenant.policy();
        VideoGrant grant = talking(room, policy)
                .canPublishSources(List.of(TrackSource.MICROPHONE))
                .canPublishData(false)
                .build();
        return forCall(room, userId, grant, shorter(policy.ttls().trigger(), VOICE_TTL));
    }

    /** For a phone caller: a microphone, the agent's voice, and data, as far as the policy grants them. */
    static TokenPlan forCaller(Tenant tenant, String room, String identity, Tokens.Seat seat) {
        Policy policy = tenant.policy();
        VideoGrant grant = talking(room, policy)
                .canPublishData(policy.allows(GrantName.CAN_PUBLISH_DATA))
                .build();
        String name = seat.name() == null ? identity : seat.name();
        return new TokenPlan(
                room,
                new TokenPlan.Participant(ReservedNames.caller(identity), name, seat.metadata(), Map.of()),
                grant,
                null,
                shorter(policy.ttls().max(), CALLER_TTL),
                List.of());
    }

    /** To speak and to hear others, as far as the policy grants them; nothing beside that. */
    private static VideoGrant.Builder talking(String room, Policy policy) {
        return VideoGrant.joining(room)
                .canPublish(policy.allows(GrantName.CAN_PUBLISH))
                .canSubscribe(policy.allows(GrantName.CAN_SUBSCRIBE))
                .canUpdateOwnMetadata(false)
                .canSubscribeMetrics(false)
                .canManageAgentSession(false);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static TokenPlan forCall(String room, String userId, VideoGrant grant, Duration life) {
        String identity = ReservedNames.identity("user_id", PlainText.checked("user_id", userId, NAME_BYTES));
        return new TokenPlan(
                room, new TokenPlan.Participant(identity, identity, null, Map.of()), grant, null, life, List.of());
    }

    /** A web page can send anything: only a backend can vouch for an identity. */
    private static void refuseWhatABackendMustVouchFor(TokenWish wish) {
        refuse(wish.room() != null, "room_name");
        refuse(wish.who().identity() != null, "participant_identity");
        refuse(wish.who().metadata() != null, "participant_metadata");
        refuse(!wish.who().attributes().isEmpty(), "participant_attributes");
        refuse(wish.grants().asksFor(GrantName.ROOM_ADMIN), "grants.room_admin");
        refuse(wish.grants().asksFor(GrantName.HIDDEN), "grants.hidden");
        refuse(wish.grants().asksFor(GrantName.CAN_UPDATE_OWN_METADATA), "grants.can_update_own_metadata");
        refuse(wish.roomConfiguration() != null, "room_config");
        refuse(wish.agents().stream().anyMatch(agent -> !agent.metadata().isEmpty()), "room_config.agents.metadata");
        boolean bare = wish.agents().stream()
                .allMatch(agent -> agent.equals(RoomAgentDispatch.of(agent.agentName(), agent.metadata())));
        refuse(!bare, "room_config.agents");
    }

    private static void refuse(boolean given, String field) {
        if (given) {
            throw Problem.invalid(field, "cannot be chosen with a publishable key");
        }
    }

    private static TokenPlan.Participant participant(TokenWish.Who who, Instant now) {
        String identity = who.identity() == null
                ? Ids.next("guest", now)
                : ReservedNames.identity(
                        "participant_identity", PlainText.checked("participant_identity", who.identity(), NAME_BYTES));
        String name = who.name() == null ? identity : PlainText.checked("participant_name", who.name(), NAME_BYTES);
        ReservedNames.attributes("participant_attributes", who.attributes());
        int size = who.attributes().entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
        if (size > ATTRIBUTE_BYTES) {
            throw Problem.invalid("participant_attributes", "must be at most " + ATTRIBUTE_BYTES + " bytes in total");
        }
        return new TokenPlan.Participant(identity, name, who.metadata(), who.attributes());
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Every grant is explicit, so LiveKit's defaults never decide (T2). */
    private static VideoGrant grant(String room, Policy policy, TokenWish.Grants wanted) {
        return VideoGrant.joining(room)
                .canPublish(allowed(policy, GrantName.CAN_PUBLISH, wanted, true))
                .canSubscribe(allowed(policy, GrantName.CAN_SUBSCRIBE, wanted, true))
                .canPublishData(allowed(policy, GrantName.CAN_PUBLISH_DATA, wanted, true))
                .canPublishSources(sources(policy, wanted))
                .canUpdateOwnMetadata(allowed(policy, GrantName.CAN_UPDATE_OWN_METADATA, wanted, false))
                .canSubscribeMetrics(allowed(policy, GrantName.CAN_SUBSCRIBE_METRICS, wanted, false))
                .canManageAgentSession(false)
                .roomAdmin(allowed(policy, GrantName.ROOM_ADMIN, wanted, false))
                .hidden(allowed(policy, GrantName.HIDDEN, wanted, false))
                .build();
    }

    private static boolean allowed(Policy policy, GrantName grant, TokenWish.Grants wanted, boolean usual) {
        Boolean asked = wanted.flags().get(grant);
        if (asked == null) {
            return usual && policy.allows(grant);
        }
        if (asked) {
            require(policy, grant);
        }
        return asked;
    }

    private static void require(Policy policy, GrantName grant) {
        if (!policy.allows(grant)) {
            String field = "grants." + grant.name().toLowerCase(Locale.ROOT);
            String why = "the tenant's policy does not allow it";
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, field + ": " + why)
                    .field(field, why);
        }
    }

    private static List<TrackSource> sources(Policy policy, TokenWish.Grants wanted) {
        if (!wanted.sources().isEmpty()) {
            require(policy, GrantName.CAN_PUBLISH_SOURCES);
        }
        return wanted.sources();
    }

    private static Duration ttl(Principal by, Policy policy, @Nullable Duration wanted) {
        Duration usual = by instanceof Principal.PublishableKey
                ? policy.ttls().publishable()
                : policy.ttls().usual();
        Duration most =
                by instanceof Principal.PublishableKey ? usual : policy.ttls().max();
        if (wanted == null) {
            return usual;
        }
        if (wanted.compareTo(most) > 0) {
            String why = "the tenant's policy allows at most " + most.toSeconds() + " seconds";
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "ttl: " + why).field("ttl", why);
        }
        return wanted;
    }
}
