// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.text.ShownText;
import dev.stagedoor.json.WireText;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.token.ClaimGrants;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.livekit.token.VerifiedToken;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plans the token that replaces an old one (T3): the same identity, room and metadata; grants are narrowed, never
 * widened.
 */
final class RefreshPlanner {
    private RefreshPlanner() {}

    static TokenPlan plan(Tenant tenant, Verification verification, Instant now) {
        return switch (verification) {
            case Verification.Accepted(VerifiedToken old) -> {
                // The verifier allows for clocks that differ; whoever refreshes has no reason to be late.
                if (!old.expiresAt().isAfter(now)) {
                    throw Problem.invalid("token", "cannot be refreshed: " + words(Verification.Reason.EXPIRED));
                }
                yield plan(tenant, old);
            }
            case Verification.Rejected(Verification.Reason reason, String detail) ->
                throw Problem.invalid("token", "cannot be refreshed: " + words(reason));
        };
    }

    private static TokenPlan plan(Tenant tenant, VerifiedToken old) {
        ClaimGrants grants = old.grants();
        VideoGrant video = grants.video();
        String room = video.room();
        String identity = grants.identity();
        if (!video.roomJoin() || room == null || identity == null || !isForUser(grants)) {
            throw Problem.invalid("token", "is not a participant's token");
        }
        boolean clear = Stream.of(room, identity, grants.name()).allMatch(ShownText::isClear);
        if (identity.isEmpty() || !clear) {
            throw Problem.invalid("token", "names its participant with text that may not be copied");
        }
        if (!RoomNames.belongs(tenant.slug(), room)) {
            throw Problem.invalid("token", "belongs to another tenant");
        }
        RoomNames.onWire(tenant.slug(), "token", room);
        ReservedNames.attributes("token", grants.attributes());
        return new TokenPlan(
                room,
                new TokenPlan.Participant(
                        ReservedNames.identity("token", PlainText.checked("token", identity, TokenPlanner.NAME_BYTES)),
                        grants.name() == null ? identity : grants.name(),
                        grants.metadata(),
                        grants.attributes()),
                narrowed(tenant.policy(), room, video),
                settings(grants.roomConfig()),
                life(tenant.policy(), old),
                grants.roomConfig() == null ? List.of() : grants.roomConfig().agents());
    }

    /**
     * Tenants sign tokens of their own, with any text in them; what is copied is stored as well: who, where, for which
     * agent.
     */
    static void requireStorable(String token) {
        String claims = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        try {
            WireText.requireStorable(Base64.getUrlDecoder().decode(claims));
        } catch (Problem refused) {
            throw Problem.invalid("token", "has claims with text that may not be copied");
        }
    }

    /** Agents are checked again; what is recorded is never for a client to choose. */
    private static @Nullable RoomConfiguration settings(@Nullable RoomConfiguration old) {
        return old == null || old.egress() != null ? null : old.withAgents(List.of());
    }

    /** Grants that users never get are never refreshed, whoever signed them. */
    private static boolean isForUser(ClaimGrants grants) {
        boolean standard = grants.kind() == null || grants.kind() == ParticipantKind.STANDARD;
        return standard && grants.serverGrants().isEmpty() && !grants.video().recorder();
    }

    private static VideoGrant narrowed(Policy policy, String room, VideoGrant old) {
        return VideoGrant.joining(room)
                .canPublish(old.publishes() && policy.allows(GrantName.CAN_PUBLISH))
                .canSubscribe(old.subscribes() && policy.allows(GrantName.CAN_SUBSCRIBE))
                .canPublishData(old.publishesData() && policy.allows(GrantName.CAN_PUBLISH_DATA))
                .canPublishSources(old.canPublishSources())
                .canUpdateOwnMetadata(kept(old.canUpdateOwnMetadata(), policy, GrantName.CAN_UPDATE_OWN_METADATA))
                .canSubscribeMetrics(kept(old.canSubscribeMetrics(), policy, GrantName.CAN_SUBSCRIBE_METRICS))
                .canManageAgentSession(false)
                .roomAdmin(old.roomAdmin() && policy.allows(GrantName.ROOM_ADMIN))
                .hidden(old.hidden() && policy.allows(GrantName.HIDDEN))
                .build();
    }

    private static boolean kept(@Nullable Boolean old, Policy policy, GrantName grant) {
        return Boolean.TRUE.equals(old) && policy.allows(grant);
    }

    /** The old token's lifetime, within what the policy allows now. */
    private static Duration life(Policy policy, VerifiedToken old) {
        Instant begun = old.issuedAt() == null ? old.notBefore() : old.issuedAt();
        Duration life = begun == null ? policy.ttls().usual() : Duration.between(begun, old.expiresAt());
        if (life.toSeconds() < 1) {
            throw Problem.invalid("token", "cannot be refreshed: it expires before it begins");
        }
        return life.compareTo(policy.ttls().max()) > 0 ? policy.ttls().max() : life;
    }

    private static String words(Verification.Reason reason) {
        return switch (reason) {
            case TOO_LONG, MALFORMED -> "it is not a token";
            case ALGORITHM -> "it is not signed with HS256";
            case SIGNATURE, ISSUER -> "it was not signed with this tenant's key";
            case NO_EXPIRY -> "it has no expiry";
            case EXPIRED -> "it has expired";
            case NOT_YET_VALID -> "it is not valid yet";
        };
    }
}
