// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.tenants.BudgetFields;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.cli.console.Columns;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A policy, a line for each field, under the names of the JSON in which it is changed. */
final class PolicyLines {
    private PolicyLines() {}

    static Columns<TenantView> in(Columns<TenantView> columns) {
        add(columns, "max_ttl", policy -> seconds(policy.maxTtl()));
        add(columns, "default_ttl", policy -> seconds(policy.defaultTtl()));
        add(columns, "trigger_ttl", policy -> seconds(policy.triggerTtl()));
        add(columns, "publishable_ttl", policy -> seconds(policy.publishableTtl()));
        add(columns, "grants", PolicyFields::grants);
        add(columns, "agents", PolicyFields::agents);
        add(columns, "tenant_limit", policy -> rate(policy.tenantLimit()));
        add(columns, "key_limit", policy -> rate(policy.keyLimit()));
        add(columns, "budget", policy -> budget(policy.budget()));
        add(columns, "concurrent_calls", PolicyFields::concurrentCalls);
        return columns;
    }

    private static void add(Columns<TenantView> columns, String name, Function<PolicyFields, @Nullable Object> value) {
        columns.add("policy " + name, tenant -> value.apply(tenant.policy()));
    }

    private static @Nullable String seconds(@Nullable Integer ttl) {
        return ttl == null ? null : ttl + " s";
    }

    private static @Nullable String rate(@Nullable BurstFields limit) {
        return limit == null ? null : limit.perSecond() + " per second, burst " + limit.burst();
    }

    private static @Nullable String budget(@Nullable BudgetFields budget) {
        if (budget == null) {
            return null;
        }
        String window =
                budget.window() == null ? "window" : budget.window().name().toLowerCase(Locale.ROOT);
        return "per " + window + ": " + amount(budget.tokens(), "tokens") + ", "
                + amount(budget.dispatches(), "dispatches") + ", " + amount(budget.minutes(), "minutes of agent time");
    }

    private static String amount(@Nullable Long most, String unit) {
        return (most == null || most == BudgetFields.MOST ? "any" : most) + " " + unit;
    }
}
