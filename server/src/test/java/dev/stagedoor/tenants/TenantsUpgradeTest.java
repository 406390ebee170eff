// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.tenants.GrantName;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Unit;
import dev.stagedoor.db.UpgradeRows;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** E6: tenants written by an older version, and by a newer one. */
class TenantsUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TenantId PLAIN = new TenantId("ten_01kjmma2g02zx4t2qcanjgw6t8");
    private static final TenantId NARROW = new TenantId("ten_01kjmma2g07hn33g5pat6pvr7t");
    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-02T12:00:00Z");
    private static TestNode node;

    @BeforeAll
    static void theFirstVersionsRows() {
        UpgradeRows.load(DB, "tenants.sql");
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Test
    void rows_of_the_first_version_are_read() {
        Tenant narrow = get(NARROW);

        assertThat(get(PLAIN).policy()).isEqualTo(Policy.STANDARD);
        assertThat(narrow.name()).isEqualTo("Narrow & Co");
        assertThat(narrow.policy())
                .isEqualTo(new Policy(
                        new Ttls(
                                Duration.ofHours(2),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(2)),
                        Set.of(GrantName.CAN_SUBSCRIBE, GrantName.CAN_UPDATE_OWN_METADATA, GrantName.HIDDEN),
                        Set.of(),
                        new Burst(50, 70),
                        new Burst(5, 7),
                        new Budget(
                                Duration.ofHours(1),
                                Map.of(
                                        Unit.TOKENS,
                                        1000L,
                                        Unit.DISPATCHES,
                                        200L,
                                        Unit.SECONDS,
                                        5400L,
                                        Unit.CALLS,
                                        3L))));
        assertThat(list()).extracting(Tenant::slug).contains("plain", "narrow", "still");
        assertThat(list())
                .filteredOn(tenant -> tenant.slug().equals("still"))
                .extracting(Tenant::status)
                .containsExactly(TenantStatus.SUSPENDED);
        AppUser user =
                DB.database().read(PLAIN, tx -> AppUserStore.find(tx, "user-1")).orElseThrow();
        assertThat(user.revoked()).isTrue();
        Set<String> revoked = DB.database().read(PLAIN, tx -> AppUserStore.revoked(tx, 10));
        assertThat(revoked).containsExactly("user-1");
    }

    @Test
    void a_policy_is_written_as_the_first_version_reads_it() {
        TenantId fresh = node.tenant().id();

        assertThat(policy(fresh)).isEqualTo(policy(PLAIN));
    }

    @Test
    void a_newer_versions_fields_and_grants_survive_a_change_of_something_else() {
        TenantId newer = newer("{\"region\": \"eu\", \"budget\": {\"window\": \"day\", \"images\": 5}}");
        set(newer, "'{grants}', '[\"hidden\", \"teleport\"]'");
        assertThat(get(newer).policy().grants()).containsExactly(GrantName.HIDDEN);

        node.tenants()
                .tenants()
                .update(node.operator(), newer, new TenantChange("Newer", policyOf(List.of("greeter"), null)));

        assertThat(get(newer).policy().agents()).containsExactly("greeter");
        assertThat(policy(newer))
                .contains("\"region\": \"eu\"", "\"images\": 5", "[\"hidden\", \"teleport\"]", "[\"greeter\"]");

        node.tenants()
                .tenants()
                .update(node.operator(), newer, new TenantChange(null, policyOf(null, List.of(GrantName.CAN_PUBLISH))));

        assertThat(policy(newer)).contains("[\"can_publish\"]").doesNotContain("teleport");
    }

    @Test
    void a_window_this_version_does_not_know_allows_nothing_and_stays_in_the_row() {
        TenantId newer = newer("{\"budget\": {\"window\": \"week\", \"tokens\": 7}}");

        Budget budget = get(newer).policy().budget();
        assertThat(Unit.values()).allSatisfy(unit -> assertThat(budget.of(unit)).isZero());

        node.tenants().tenants().update(node.operator(), newer, new TenantChange("Weekly", null));

        assertThat(policy(newer)).contains("\"week\"", "\"tokens\": 7");
    }

    @Test
    void numbers_beyond_this_versions_bounds_are_cut_to_them() {
        TenantId newer = newer("{\"max_ttl\": 9000000, \"key_limit\": {\"per_second\": 0, \"burst\": 9000000}}");

        assertThat(get(newer).policy().ttls()).isEqualTo(Ttls.STANDARD);
        assertThat(get(newer).policy().perKey()).isEqualTo(new Burst(1, 100_000));
    }

    @Test
    void a_missing_field_is_the_standard_policys_and_never_above_the_longest_life() {
        TenantId older = node.tenant().id();
        DB.admin("UPDATE tenants SET policy = '{\"max_ttl\": 400}' WHERE tenant_id = '" + older + "'");

        assertThat(get(older).policy().grants()).isEqualTo(Policy.STANDARD.grants());
        assertThat(get(older).policy().ttls().usual()).isEqualTo(Duration.ofSeconds(400));
    }

    @Test
    void a_tenant_that_cannot_be_read_is_left_out_of_the_list_and_stops_nothing() {
        TenantId unreadable = newer("{\"grants\": {\"all\": true}}");

        assertThat(list()).extracting(Tenant::id).doesNotContain(unreadable).contains(PLAIN, NARROW);
        Page<Tenant> first = node.tenants().tenants().list(node.operator(), new Page.Request(1, before(unreadable)));
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isEqualTo(unreadable.value());
        assertThatExceptionOfType(UnreadableStored.class).isThrownBy(() -> get(unreadable));
    }

    /** A live tenant after all earlier ones and before one more, so that it ends a page: ids sort by millisecond. */
    private static TenantId newer(String more) {
        CLOCK.turn(Duration.ofMillis(1));
        TenantId tenant = node.tenant().id();
        CLOCK.turn(Duration.ofMillis(1));
        node.tenant();
        DB.admin("UPDATE tenants SET policy = policy || '" + more + "' WHERE tenant_id = '" + tenant + "'");
        return tenant;
    }

    private static void set(TenantId tenant, String path) {
        DB.admin("UPDATE tenants SET policy = jsonb_set(policy, " + path + ") WHERE tenant_id = '" + tenant + "'");
    }

    private static PolicyFields policyOf(@Nullable List<String> agents, @Nullable List<GrantName> grants) {
        return new PolicyFields(null, null, null, null, grants, agents, null, null, null, null);
    }

    private static Tenant get(TenantId tenant) {
        return DB.database().read(tenant, Tenants::living);
    }

    private static List<Tenant> list() {
        return node.tenants()
                .tenants()
                .list(node.operator(), new Page.Request(200, null))
                .items();
    }

    private static String before(TenantId tenant) {
        return DB.column("SELECT COALESCE(max(tenant_id), '') FROM tenants WHERE tenant_id < '" + tenant + "'")
                .getFirst();
    }

    private static String policy(TenantId tenant) {
        return DB.column("SELECT policy::text FROM tenants WHERE tenant_id = '" + tenant + "'")
                .getFirst();
    }
}
