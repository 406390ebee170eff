// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.db.Unit;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** T2: the bounds on token lifetimes, and a policy that narrows. */
class PolicyCodecTest {
    @Test
    void the_standard_policy_gives_an_hour_ten_minutes_five_minutes_and_at_most_a_day() {
        assertThat(Policy.STANDARD.ttls())
                .isEqualTo(new Ttls(
                        Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(5)));
        assertThat(Policy.STANDARD.allows(GrantName.ROOM_ADMIN)).isFalse();
        assertThat(Policy.STANDARD.allows(GrantName.HIDDEN)).isFalse();
        assertThat(Policy.STANDARD.allowsAgent("greeter")).isTrue();
    }

    @Test
    void what_is_not_named_stays() {
        Policy narrowed = with("""
            {"agents": ["greeter"], "budget": {"window": "hour", "minutes": 90}, "concurrent_calls": 3}\
            """);

        assertThat(narrowed.budget())
                .isEqualTo(new Budget(
                        Duration.ofHours(1),
                        Map.of(
                                Unit.TOKENS,
                                1_000_000_000L,
                                Unit.DISPATCHES,
                                1_000_000_000L,
                                Unit.SECONDS,
                                90 * 60L,
                                Unit.CALLS,
                                3L)));
        assertThat(narrowed.ttls()).isEqualTo(Ttls.STANDARD);
        assertThat(narrowed.grants()).isEqualTo(Policy.STANDARD.grants());
        assertThat(narrowed.allowsAgent("greeter")).isTrue();
        assertThat(narrowed.allowsAgent("seller")).isFalse();
    }

    @Test
    void a_shorter_longest_life_cuts_what_is_longer() {
        assertThat(with("{\"max_ttl\": 400}").ttls())
                .isEqualTo(new Ttls(
                        Duration.ofSeconds(400),
                        Duration.ofSeconds(400),
                        Duration.ofSeconds(400),
                        Duration.ofSeconds(300)));
    }

    @Test
    void a_policy_survives_being_stored() {
        Policy policy = with("""
            {"max_ttl": 7200, "default_ttl": 60, "grants": ["hidden", "can_subscribe"], "agents": [],
             "key_limit": {"per_second": 1, "burst": 2}, "tenant_limit": {"burst": 7}}\
            """);

        assertThat(StoredPolicy.read(StoredPolicy.text(policy))).isEqualTo(policy);
        assertThat(policy.allowsAgent("greeter")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        policy.max_ttl             | {"max_ttl": 86401}
        policy.max_ttl             | {"max_ttl": 9}
        policy.default_ttl         | {"max_ttl": 60, "default_ttl": 61}
        policy.trigger_ttl         | {"trigger_ttl": 0}
        policy.publishable_ttl     | {"publishable_ttl": -1}
        policy.agents[1]           | {"agents": ["ok", "Not OK"]}
        policy.grants              | {"grants": [null]}
        policy.key_limit.per_second| {"key_limit": {"per_second": 0}}
        policy.tenant_limit.burst  | {"tenant_limit": {"burst": 100001}}
        policy.budget.tokens       | {"budget": {"tokens": -1}}
        policy.budget.dispatches   | {"budget": {"dispatches": 1000000001}}
        policy.budget.minutes      | {"budget": {"minutes": 9223372036854775807}}
        policy.concurrent_calls    | {"concurrent_calls": 100001}
        grants[0]                  | {"grants": ["room_create"]}
        """)
    void what_is_out_of_bounds_is_refused_by_its_name(String field, String json) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> with(json))
                .satisfies(problem -> assertThat(problem.fields())
                        .extracting(Problem.Field::name)
                        .containsExactly(field));
    }

    private static Policy with(String json) {
        return PolicyCodec.with(Policy.STANDARD, Json.read(json, PolicyFields.class));
    }
}
