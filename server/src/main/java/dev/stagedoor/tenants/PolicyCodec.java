// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.BudgetFields;
import dev.stagedoor.api.tenants.BudgetWindow;
import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A policy in the API's form. */
final class PolicyCodec {
    static final long MOST_PER_WINDOW = BudgetFields.MOST;

    private static final Pattern AGENT = Pattern.compile(PolicyFields.AGENT);
    private static final int MOST_AGENTS = 200;

    private PolicyCodec() {}

    /** {@code before} with the given fields. */
    static Policy with(Policy before, @Nullable PolicyFields named) {
        if (named == null) {
            return before;
        }
        return new Policy(
                before.ttls().with(named),
                named.grants() == null ? before.grants() : grants(named.grants()),
                named.agents() == null ? before.agents() : agents(named.agents()),
                before.perTenant().with(named.tenantLimit(), "policy.tenant_limit"),
                before.perKey().with(named.keyLimit(), "policy.key_limit"),
                budget(before.budget(), named.budget(), named.concurrentCalls()));
    }

    /** All its fields, in a stable order. */
    static PolicyFields fields(Policy policy) {
        Ttls ttls = policy.ttls();
        Budget budget = policy.budget();
        return new PolicyFields(
                (int) ttls.max().toSeconds(),
                (int) ttls.usual().toSeconds(),
                (int) ttls.trigger().toSeconds(),
                (int) ttls.publishable().toSeconds(),
                policy.grants().stream().sorted().toList(),
                policy.agents().stream().sorted().toList(),
                policy.perTenant().fields(),
                policy.perKey().fields(),
                new BudgetFields(
                        budget.window().equals(Duration.ofHours(1)) ? BudgetWindow.HOUR : BudgetWindow.DAY,
                        budget.of(Unit.TOKENS),
                        budget.of(Unit.DISPATCHES),
                        budget.of(Unit.SECONDS) / 60),
                (int) budget.of(Unit.CALLS));
    }

    private static Set<GrantName> grants(List<GrantName> named) {
        if (named.stream().anyMatch(each -> each == null)) {
            throw Problem.invalid("policy.grants", "must not contain null");
        }
        return new LinkedHashSet<>(named);
    }

    private static Set<String> agents(List<String> named) {
        if (named.size() > MOST_AGENTS) {
            throw Problem.invalid("policy.agents", "must have at most " + MOST_AGENTS + " entries");
        }
        for (int i = 0; i < named.size(); i++) {
            String agent = named.get(i);
            if (agent == null || agent.length() > 64 || !AGENT.matcher(agent).matches()) {
                throw Problem.invalid("policy.agents[" + i + "]", PolicyFields.AGENT_IN_WORDS);
            }
        }
        return new LinkedHashSet<>(named);
    }

    private static Budget budget(Budget before, @Nullable BudgetFields named, @Nullable Integer calls) {
        Map<Unit, Long> limits = new EnumMap<>(before.limits());
        limits.put(
                Unit.CALLS,
                bounded(
                        calls == null ? null : calls.longValue(),
                        before.of(Unit.CALLS),
                        PolicyFields.MOST_CALLS,
                        "policy.concurrent_calls"));
        if (named == null) {
            return new Budget(before.window(), limits);
        }
        limits.put(
                Unit.TOKENS, bounded(named.tokens(), before.of(Unit.TOKENS), MOST_PER_WINDOW, "policy.budget.tokens"));
        limits.put(
                Unit.DISPATCHES,
                bounded(named.dispatches(), before.of(Unit.DISPATCHES), MOST_PER_WINDOW, "policy.budget.dispatches"));
        long minutes = bounded(named.minutes(), before.of(Unit.SECONDS) / 60, MOST_PER_WINDOW, "policy.budget.minutes");
        limits.put(Unit.SECONDS, 60 * minutes);
        return new Budget(named.window() == null ? before.window() : window(named.window()), limits);
    }

    private static Duration window(BudgetWindow window) {
        return switch (window) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
        };
    }

    private static long bounded(@Nullable Long named, long before, long most, String field) {
        if (named == null) {
            return before;
        }
        if (named < 0 || named > most) {
            throw Problem.invalid(field, "must be between 0 and " + most);
        }
        return named;
    }
}
