// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.chatusers.policy.ChatUserPolicy;
import dev.stagedoor.chatusers.policy.Resources;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.StoredWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A policy as the column {@code policy} stores it (E6); a missing field has the default policy's value. */
record StoredChatUserPolicy(
        @JsonProperty("strategy") @Nullable String strategy,
        @JsonProperty("pool_size") @Nullable Integer poolSize,
        @JsonProperty("connections_per_user") @Nullable Integer connections,
        @JsonProperty("fallback_to_shared") @Nullable Boolean fallback,
        @JsonProperty("tiers") @Nullable Map<String, StoredResources> tiers,
        @JsonProperty("default_tier") @Nullable String defaultTier,
        @JsonProperty("quota") @Nullable Integer quota,
        @JsonProperty("upstream") @Nullable Boolean upstream) {

    /** Lists of a tier or a chat user. */
    record StoredResources(
            @JsonProperty("agents") @Nullable List<String> agents,
            @JsonProperty("voices") @Nullable List<String> voices,
            @JsonProperty("avatars") @Nullable List<String> avatars,
            @JsonProperty("toolsets") @Nullable List<String> toolsets) {
        static StoredResources of(Resources resources) {
            return new StoredResources(
                    resources.agents(), resources.voices(), resources.avatars(), resources.toolsets());
        }

        Resources resources() {
            return new Resources(agents, voices, avatars, toolsets);
        }
    }

    static String text(ChatUserPolicy policy) {
        Map<String, StoredResources> tiers = new LinkedHashMap<>();
        policy.tiers().forEach((name, resources) -> tiers.put(name, StoredResources.of(resources)));
        return StoredJson.text(new StoredChatUserPolicy(
                word(policy.strategy()),
                policy.pools().size(),
                policy.pools().connections(),
                policy.pools().fallback(),
                tiers,
                policy.defaultTier(),
                policy.quota(),
                policy.upstream()));
    }

    static ChatUserPolicy read(String json) {
        return StoredJson.read(json, StoredChatUserPolicy.class).policy();
    }

    private ChatUserPolicy policy() {
        ChatUserPolicy standard = ChatUserPolicy.STANDARD;
        Map<String, Resources> known = new LinkedHashMap<>();
        if (tiers != null) {
            tiers.forEach((name, stored) -> known.put(name, stored.resources()));
        }
        return new ChatUserPolicy(
                strategy == null
                        ? standard.strategy()
                        : StoredWord.read(ChatUserStrategy.class, StoredChatUserPolicy::word, strategy),
                new ChatUserPolicy.Pools(
                        Objects.requireNonNullElse(poolSize, standard.pools().size()),
                        Objects.requireNonNullElse(connections, standard.pools().connections()),
                        Boolean.TRUE.equals(fallback)),
                known,
                Objects.requireNonNullElse(defaultTier, standard.defaultTier()),
                quota,
                Boolean.TRUE.equals(upstream));
    }

    /** As the columns say it, whatever the constants are called. */
    static String word(ChatUserStrategy strategy) {
        return switch (strategy) {
            case SHARED -> "shared";
            case DEDICATED -> "dedicated";
            case TENANT -> "tenant";
        };
    }
}
