// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.db.Unit;
import dev.stagedoor.json.StoredJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy as the column {@code policy} stores it (E6). A missing field has the default policy's value. A grant or
 * window that this version does not know allows nothing here, and stays in the row.
 */
record StoredPolicy(
        @JsonProperty("max_ttl") @Nullable Integer maxTtl,
        @JsonProperty("default_ttl") @Nullable Integer defaultTtl,
        @JsonProperty("trigger_ttl") @Nullable Integer triggerTtl,
        @JsonProperty("publishable_ttl") @Nullable Integer publishableTtl,
        @JsonProperty("grants") @Nullable List<String> grants,
        @JsonProperty("agents") @Nullable List<String> agents,
        @JsonProperty("tenant_limit") @Nullable StoredBurst tenantLimit,
        @JsonProperty("key_limit") @Nullable StoredBurst keyLimit,
        @JsonProperty("budget") @Nullable StoredBudget budget,
        @JsonProperty("concurrent_calls") @Nullable Integer concurrentCalls) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPolicy.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Budget NOTHING =
            new Budget(DAY, Arrays.stream(Unit.values()).collect(Collectors.toMap(Function.identity(), unit -> 0L)));

    record StoredBurst(
            @JsonProperty("per_second") @Nullable Integer perSecond,
            @JsonProperty("burst") @Nullable Integer burst) {
        static StoredBurst of(Burst burst) {
            return new StoredBurst(burst.perSecond(), burst.atOnce());
        }

        Burst or(Burst standard) {
            return Burst.within(
                    Objects.requireNonNullElse(perSecond, standard.perSecond()),
                    Objects.requireNonNullElse(burst, standard.atOnce()));
        }
    }

    record StoredBudget(
            @JsonProperty("window") @Nullable String window,
            @JsonProperty("tokens") @Nullable Long tokens,
            @JsonProperty("dispatches") @Nullable Long dispatches,
            @JsonProperty("minutes") @Nullable Long minutes) {}

    static StoredPolicy of(Policy policy) {
        Ttls ttls = policy.ttls();
        Budget budget = policy.budget();
        return new StoredPolicy(
                (int) ttls.max().toSeconds(),
                (int) ttls.usual().toSeconds(),
                (int) ttls.trigger().toSeconds(),
                (int) ttls.publishable().toSeconds(),
                policy.grants().stream().sorted().map(StoredPolicy::word).toList(),
                policy.agents().stream().sorted().toList(),
                StoredBurst.of(policy.perTenant()),
                StoredBurst.of(policy.perKey()),
                new StoredBudget(
                        budget.window().equals(HOUR) ? "hour" : "day",
                        budget.of(Unit.TOKENS),
                        budget.of(Unit.DISPATCHES),
                        budget.of(Unit.SECONDS) / 60),
                (int) budget.of(Unit.CALLS));
    }

    static String text(Policy policy) {
        return StoredJson.text(of(policy));
    }

    static Policy read(String json) {
        return StoredJson.read(json, StoredPolicy.class).policy();
    }

    /** The row's JSON for a changed policy: what a newer version wrote stays, unless this change replaces it. */
    static String updated(String json, Policy policy) {
        StoredPolicy before = StoredJson.read(json, StoredPolicy.class);
        return StoredJson.updated(json, of(policy).keeping(before));
    }

    private StoredPolicy keeping(StoredPolicy before) {
        Policy was = before.policy();
        Policy is = policy();
        return new StoredPolicy(
                maxTtl,
                defaultTtl,
                triggerTtl,
                publishableTtl,
                is.grants().equals(was.grants()) ? before.grants : grants,
                agents,
                tenantLimit,
                keyLimit,
                is.budget().equals(was.budget()) ? before.budget : budget,
                concurrentCalls);
    }

    private Policy policy() {
        Policy standard = Policy.STANDARD;
        Ttls ttls = standard.ttls();
        Duration max = seconds(maxTtl, ttls.max(), ttls.max());
        return new Policy(
                new Ttls(
                        max,
                        seconds(defaultTtl, ttls.usual(), max),
                        seconds(triggerTtl, ttls.trigger(), max),
                        seconds(publishableTtl, ttls.publishable(), max)),
                grants == null ? standard.grants() : known(grants),
                agents == null ? standard.agents() : Set.copyOf(agents),
                tenantLimit == null ? standard.perTenant() : tenantLimit.or(standard.perTenant()),
                keyLimit == null ? standard.perKey() : keyLimit.or(standard.perKey()),
                budget(standard.budget()));
    }

    private static Duration seconds(@Nullable Integer stored, Duration standard, Duration most) {
        Duration ttl = stored == null ? standard : Duration.ofSeconds(stored);
        return ttl.compareTo(most) > 0 ? most : ttl;
    }

    private static Set<GrantName> known(Collection<String> words) {
        EnumSet<GrantName> grants = EnumSet.noneOf(GrantName.class);
        for (String word : words) {
            GrantName grant = grant(word);
            if (grant == null) {
                LOG.warn("ignored the grant {} of a stored policy: this version does not know it", word);
            } else {
                grants.add(grant);
            }
        }
        return grants;
    }

    private Budget budget(Budget standard) {
        Map<Unit, Long> limits = new EnumMap<>(standard.limits());
        if (concurrentCalls != null) {
            limits.put(Unit.CALLS, (long) Math.clamp(concurrentCalls, 0, PolicyFields.MOST_CALLS));
        }
        if (budget == null) {
            return new Budget(standard.window(), limits);
        }
        String window = Objects.requireNonNullElse(budget.window, "day");
        if (!window.equals("hour") && !window.equals("day")) {
            LOG.warn(
                    "a stored budget has the window {}, which this version does not know: it allows nothing here",
                    window);
            return NOTHING;
        }
        put(limits, Unit.TOKENS, budget.tokens, 1);
        put(limits, Unit.DISPATCHES, budget.dispatches, 1);
        put(limits, Unit.SECONDS, budget.minutes, 60);
        return new Budget(window.equals("hour") ? HOUR : DAY, limits);
    }

    private static void put(Map<Unit, Long> limits, Unit unit, @Nullable Long stored, long times) {
        if (stored != null) {
            limits.put(unit, times * Math.clamp(stored, 0, PolicyCodec.MOST_PER_WINDOW));
        }
    }

    private static @Nullable GrantName grant(String word) {
        for (GrantName grant : GrantName.values()) {
            if (word(grant).equals(word)) {
                return grant;
            }
        }
        return null;
    }

    private static String word(GrantName grant) {
        return switch (grant) {
            case CAN_PUBLISH -> "can_publish";
            case CAN_SUBSCRIBE -> "can_subscribe";
            case CAN_PUBLISH_DATA -> "can_publish_data";
            case CAN_PUBLISH_SOURCES -> "can_publish_sources";
            case CAN_UPDATE_OWN_METADATA -> "can_update_own_metadata";
            case CAN_SUBSCRIBE_METRICS -> "can_subscribe_metrics";
            case ROOM_ADMIN -> "room_admin";
            case HIDDEN -> "hidden";
        };
    }
}
