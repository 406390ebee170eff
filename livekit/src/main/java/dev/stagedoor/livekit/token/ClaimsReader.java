// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.KindDetail;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.TrackSource;
import dev.stagedoor.livekit.wire.JsonReader;
import dev.stagedoor.livekit.wire.RoomConfigurationReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Claims as LiveKit reads them. What makes LiveKit reject the token is reported to {@code wrong}; what it ignores, to
 * {@code unknown}.
 */
final class ClaimsReader {
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L); // the end of year 9999

    private final JsonReader claims;
    private final Consumer<String> wrong;
    private final Consumer<String> unknown;

    ClaimsReader(JsonNode claims, Consumer<String> wrong, Consumer<String> unknown) {
        this.claims = JsonReader.of("", claims, wrong);
        this.wrong = wrong;
        this.unknown = unknown;
    }

    @Nullable
    String text(String claim) {
        return claims.text(claim);
    }

    /** A NumericDate (RFC 7519): seconds since 1970, fractions are dropped. */
    @Nullable
    Instant time(String claim) {
        var node = claims.node(claim);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()
                || !Double.isFinite(node.doubleValue())
                || node.decimalValue().signum() < 0
                || node.decimalValue().compareTo(LATEST) > 0) {
            wrong.accept(claim + " is not a number of seconds since 1970");
            return null;
        }
        return Instant.ofEpochSecond(node.decimalValue().longValue());
    }

    ClaimGrants grants() {
        var sections = new HashMap<String, JsonReader>();
        for (var grant : ServerGrant.values()) {
            sections.computeIfAbsent(grant.section(), claims::object);
        }
        var kind = claims.text("kind");
        return new ClaimGrants(
                claims.text("sub"),
                claims.text("name"),
                kind == null || kind.isEmpty()
                        ? null
                        : named(kind, ParticipantKind.values(), ParticipantKind::claim, ParticipantKind.UNKNOWN),
                claims.texts("kindDetails").stream()
                        .map(word -> named(word, KindDetail.values(), KindDetail::claim, KindDetail.UNKNOWN))
                        .toList(),
                video(claims.object("video")),
                serverGrants(sections),
                roomConfig(),
                claims.text("roomPreset"),
                claims.text("sha256"),
                claims.text("metadata"),
                claims.map("attributes"));
    }

    private VideoGrant video(JsonReader video) {
        var grant = new VideoGrant(
                video.text("room"),
                video.flag("roomJoin"),
                video.flag("roomAdmin"),
                video.bool("canPublish"),
                video.bool("canSubscribe"),
                video.bool("canPublishData"),
                video.texts("canPublishSources").stream()
                        .map(word -> named(word, TrackSource.values(), TrackSource::claim, TrackSource.UNKNOWN))
                        .toList(),
                video.bool("canUpdateOwnMetadata"),
                video.flag("hidden"),
                video.flag("recorder"),
                video.bool("canSubscribeMetrics"),
                video.bool("canManageAgentSession"),
                video.text("destinationRoom"));
        Arrays.stream(ServerGrant.values())
                .filter(known -> known.section().equals("video"))
                .forEach(known -> video.flag(known.claim()));
        video.unknown().forEach(unknown);
        return grant;
    }

    private static Set<ServerGrant> serverGrants(Map<String, JsonReader> sections) {
        var held = EnumSet.noneOf(ServerGrant.class);
        for (var grant : ServerGrant.values()) {
            var section = sections.get(grant.section());
            if (section != null && section.flag(grant.claim())) {
                held.add(grant);
            }
        }
        return held;
    }

    private @Nullable RoomConfiguration roomConfig() {
        return claims.node("roomConfig") == null
                ? null
                : RoomConfigurationReader.read(claims.message("roomConfig"), unknown);
    }

    private static <E> E named(String word, E[] all, Function<E, String> name, E otherwise) {
        for (var one : all) {
            if (name.apply(one).equals(word)) {
                return one;
            }
        }
        return otherwise;
    }
}
