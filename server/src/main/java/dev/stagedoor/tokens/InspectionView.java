// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.json.Json;
import dev.stagedoor.livekit.token.ClaimGrants;
import dev.stagedoor.livekit.token.InspectedToken;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.livekit.token.VerifiedToken;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.tenants.RoomNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An inspected token as the API shows it: what it claims, whether it is valid, and what its holder may do. */
final class InspectionView {
    private InspectionView() {}

    static Inspection of(Inspected inspected) {
        InspectedToken said = inspected.token();
        Verification verdict = inspected.verdict();
        ClaimGrants grants = said.grants();
        VideoGrant video = grants == null ? VideoGrant.NONE : grants.video();
        boolean own = video.room() != null && RoomNames.belongs(inspected.tenantSlug(), video.room());
        boolean valid = verdict instanceof Verification.Accepted && own;
        return new Inspection(
                valid,
                signature(said.readable(), verdict),
                lifetime(said.notBefore(), said.expiresAt(), inspected.at()),
                own && isProven(verdict) ? "own" : "foreign",
                said.keyId(),
                grants == null ? null : grants.identity(),
                video.room(),
                said.issuedAt(),
                said.expiresAt(),
                may(video),
                said.problems(),
                claims(said.claims()));
    }

    /** Whether a key of this tenant signed it; unsigned tokens belong to nobody. */
    private static boolean isProven(Verification verdict) {
        return switch (verdict) {
            case Verification.Accepted(VerifiedToken token) -> true;
            case Verification.Rejected(Verification.Reason reason, String detail) ->
                switch (reason) {
                    case NO_EXPIRY, EXPIRED, NOT_YET_VALID -> true;
                    case TOO_LONG, MALFORMED, ALGORITHM, SIGNATURE, ISSUER -> false;
                };
        };
    }

    private static String signature(boolean readable, Verification verdict) {
        if (!readable) {
            return "unreadable";
        }
        if (verdict instanceof Verification.Rejected(Verification.Reason reason, String detail)) {
            return switch (reason) {
                case TOO_LONG, MALFORMED -> "unreadable";
                case ALGORITHM, SIGNATURE -> "wrong";
                case ISSUER -> "unknown_key";
                case NO_EXPIRY, EXPIRED, NOT_YET_VALID -> "valid";
            };
        }
        return "valid";
    }

    private static String lifetime(@Nullable Instant begins, @Nullable Instant ends, Instant now) {
        if (ends == null) {
            return "missing";
        }
        if (!ends.isAfter(now)) {
            return "expired";
        }
        return begins != null && begins.isAfter(now) ? "not_yet_valid" : "valid";
    }

    private static List<String> may(VideoGrant grant) {
        List<String> may = new ArrayList<>();
        if (grant.roomJoin()) {
            may.add("join the room " + grant.room());
            say(
                    may,
                    grant.publishes(),
                    grant.canPublishSources().isEmpty()
                            ? "publish camera, microphone and screen"
                            : "publish " + grant.canPublishSources());
            say(may, grant.subscribes(), "see and hear other participants");
            say(may, grant.publishesData(), "send data and text");
            say(may, Boolean.TRUE.equals(grant.canUpdateOwnMetadata()), "change its own name and metadata");
            say(may, grant.hidden(), "be invisible to other participants");
        }
        say(may, grant.roomAdmin(), "administer the room " + grant.room());
        return may;
    }

    private static void say(List<String> may, boolean allowed, String what) {
        if (allowed) {
            may.add(what);
        }
    }

    private static Map<String, Object> claims(String json) {
        if (json.isEmpty()) {
            return Map.of();
        }
        try {
            return Json.mapper().readValue(json, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException unreadable) {
            return Map.of();
        }
    }
}
