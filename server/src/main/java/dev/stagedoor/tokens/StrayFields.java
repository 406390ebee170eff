// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.text.Nearest;
import dev.stagedoor.json.JsonProblems;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Unknown fields of a token request. LiveKit's clients may send new ones, which are ignored; but one that reads as if it
 * narrowed or placed the token is refused: ignored, it would leave a token that allows more than its sender meant.
 */
final class StrayFields {
    /** Each is compared with every known field. */
    private static final int MOST = 64;

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})");

    private static final Set<String> WORDS = Set.of(
            "admin",
            "allow",
            "allowed",
            "can",
            "channel",
            "deny",
            "exp",
            "hidden",
            "kind",
            "limit",
            "limits",
            "listen",
            "max",
            "min",
            "mute",
            "muted",
            "name",
            "only",
            "preset",
            "readonly",
            "role",
            "roles",
            "scope",
            "scopes",
            "sip",
            "source",
            "sources",
            "sub",
            "tag",
            "tags",
            "ttl",
            "user",
            "username",
            "valid",
            "video");

    private static final List<String> STEMS = List.of(
            "agent",
            "attribut",
            "dispatch",
            "egress",
            "expir",
            "grant",
            "identit",
            "lifetime",
            "metadata",
            "nbf",
            "participant",
            "permission",
            "publish",
            "recorder",
            "restrict",
            "room",
            "subscri",
            "timeout",
            "validity");

    private static final List<String> FIELDS = List.of(
            "room_name",
            "participant_name",
            "participant_identity",
            "participant_metadata",
            "participant_attributes",
            "room_config",
            "room_config.agents",
            "room_config.max_participants",
            "room_config.empty_timeout",
            "room_config.departure_timeout",
            "room_config.metadata",
            "room_config.tags",
            "ttl",
            "grants",
            "grants.can_publish",
            "grants.can_subscribe",
            "grants.can_publish_data",
            "grants.can_publish_sources",
            "grants.can_update_own_metadata",
            "grants.can_subscribe_metrics",
            "grants.room_admin",
            "grants.hidden");

    /** What is meant by names that are spelled nothing like the right one. */
    private static final Map<String, String> MEANT = Map.ofEntries(
            Map.entry("room", "room_name"),
            Map.entry("channel", "room_name"),
            Map.entry("identity", "participant_identity"),
            Map.entry("user", "participant_identity"),
            Map.entry("userid", "participant_identity"),
            Map.entry("sub", "participant_identity"),
            Map.entry("name", "participant_name"),
            Map.entry("username", "participant_name"),
            Map.entry("metadata", "participant_metadata"),
            Map.entry("attributes", "participant_attributes"),
            Map.entry("grant", "grants"),
            Map.entry("video", "grants"),
            Map.entry("videogrant", "grants"),
            Map.entry("videogrants", "grants"),
            Map.entry("permission", "grants"),
            Map.entry("permissions", "grants"),
            Map.entry("ttlseconds", "ttl"),
            Map.entry("exp", "ttl"),
            Map.entry("expiresin", "ttl"),
            Map.entry("expiry", "ttl"),
            Map.entry("lifetime", "ttl"),
            Map.entry("validfor", "ttl"),
            Map.entry("agent", "room_config.agents"),
            Map.entry("agentname", "room_config.agents"),
            Map.entry("agentslug", "room_config.agents"),
            Map.entry("agentmetadata", "room_config.agents"));

    private StrayFields() {}

    /**
     * Returns if none of these unknown fields could change the meaning of the request.
     *
     * @throws Problem {@code invalid_request} naming all that could, each with the field that was probably meant; or if
     *     there are more than {@value #MOST}
     */
    static void refuseRestrictions(Collection<String> unknown) {
        if (unknown.size() > MOST) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "The body has more than " + MOST + " unknown fields.");
        }
        List<String> stray = unknown.stream().filter(StrayFields::restricts).toList();
        if (stray.isEmpty()) {
            return;
        }
        List<String> told = new ArrayList<>();
        stray.forEach(name -> told.add(JsonProblems.shown(name) + ": " + hint(name)));
        Problem refused = Problem.of(ErrorCode.INVALID_REQUEST, String.join("; ", told));
        for (String name : stray) {
            refused = refused.field(JsonProblems.shown(name), hint(name));
        }
        throw refused;
    }

    private static boolean restricts(String name) {
        if (Nearest.to(name, FIELDS).isPresent()) {
            return true;
        }
        return BETWEEN_WORDS
                .splitAsStream(name)
                .map(part -> part.toLowerCase(Locale.ROOT))
                .anyMatch(word -> WORDS.contains(word) || STEMS.stream().anyMatch(word::contains));
    }

    private static String hint(String name) {
        return "is not a field here"
                + meant(name).map(field -> "; did you mean " + field + "?").orElse("");
    }

    private static Optional<String> meant(String name) {
        String plain = plain(name);
        Optional<String> known = Optional.ofNullable(MEANT.get(plain))
                .or(() -> FIELDS.stream()
                        .filter(field -> plain(field.substring(field.lastIndexOf('.') + 1))
                                .equals(plain))
                        .findFirst());
        return known.or(() -> Nearest.to(name, FIELDS));
    }

    private static String plain(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
    }
}
