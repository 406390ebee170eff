// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Burst;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What of a key can be changed, by whom, and from when it counts. */
class KeyChangesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String PAGE = "https://app.example";
    private static final String OTHER = "https://other.example";

    private static TestNode node;
    private static TestNode other;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, Clock.systemUTC());
        other = node.another();
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Test
    void other_origins_and_agents_count_at_once_on_every_node() {
        Tenant tenant = node.tenant();
        CreatedKey key = node.publishableKey(tenant, PAGE, "greeter");
        other.authenticate(key.text(), PAGE);

        change(node.operator(), tenant, key, new ApiKeyChange("renamed", List.of(OTHER), List.of("waiter"), null));

        Principal.PublishableKey by = (Principal.PublishableKey) other.authenticate(key.text(), OTHER);
        assertThat(by.agents()).containsExactly("waiter");
        assertProblem(ErrorCode.ORIGIN_NOT_ALLOWED, () -> other.authenticate(key.text(), PAGE));
        ApiKey listed = listed(tenant).getFirst();
        assertThat(listed.name()).isEqualTo("renamed");
        assertThat(listed.rights().limit()).as("what is not given stays").isEqualTo(new Burst(20, 100));
    }

    @Test
    void what_a_kind_cannot_have_and_what_a_key_may_not_give_is_refused_by_its_field() {
        Tenant tenant = node.tenant();
        CreatedKey page = node.publishableKey(tenant, PAGE);
        CreatedKey backend = node.key(tenant, List.of("keys:write"));
        Principal by = node.authenticate(backend.text(), "");

        assertInvalid("origins", () -> change(node.operator(), tenant, backend, origins(OTHER)));
        assertInvalid("agents", () -> change(node.operator(), tenant, backend, agents("demo")));
        assertInvalid("origins[0]", () -> change(node.operator(), tenant, page, origins("*")));
        assertProblem(ErrorCode.FORBIDDEN, () -> change(by, tenant, page, origins(OTHER)));
        assertProblem(ErrorCode.FORBIDDEN, () -> change(by, tenant, page, agents("demo")));
        String operator = ((Principal.Operator) node.operator()).key().value();
        assertInvalid("limit", () -> node.keys().update(node.operator(), TenantId.PLATFORM, operator, limit(1, 1)));
    }

    @Test
    void a_key_lowers_limits_and_raises_none_but_those_of_keys_it_made() {
        Tenant tenant = node.tenant();
        CreatedKey limited = limited(node.operator(), tenant, new BurstFields(10, 20));
        Principal by = node.authenticate(limited.text(), "");
        CreatedKey child = limited(by, tenant, new BurstFields(5, 10));

        assertProblem(ErrorCode.FORBIDDEN, () -> change(by, tenant, limited, limit(11, 20)));
        assertThat(change(by, tenant, child, limit(10, 20)).rights().limit()).isEqualTo(new Burst(10, 20));
        node.on().snapshots().fresh(tenant.id());
        Principal now = node.authenticate(limited.text(), "");
        assertInvalid("limit", () -> change(now, tenant, child, limit(11, 20)));
        assertThat(change(now, tenant, limited, limit(9, 20)).rights().limit()).isEqualTo(new Burst(9, 20));
        assertThat(change(node.operator(), tenant, limited, limit(100, 200))
                        .rights()
                        .limit())
                .isEqualTo(new Burst(100, 200));
    }

    @Test
    void a_revoked_key_and_one_of_another_tenant_are_not_found() {
        Tenant tenant = node.tenant();
        CreatedKey key = node.key(tenant, List.of("agents:read"));
        assertProblem(ErrorCode.NOT_FOUND, () -> change(node.operator(), node.tenant(), key, limit(1, 1)));

        node.keys().revoke(node.operator(), tenant.id(), key.key().id().value());

        assertProblem(ErrorCode.NOT_FOUND, () -> change(node.operator(), tenant, key, limit(1, 1)));
    }

    @Test
    void a_new_key_is_answered_as_it_is_listed() {
        Tenant tenant = node.tenant();
        ApiKey made = node.key(tenant, List.of("agents:read")).key();

        assertThat(listed(tenant)).containsExactly(made);
    }

    private static CreatedKey limited(Principal by, Tenant tenant, BurstFields limit) {
        NewApiKey wanted = new NewApiKey(null, "x", List.of("keys:write"), null, null, null, limit);
        return node.keys().create(by, tenant.id(), wanted, Optional.empty());
    }

    private static ApiKey change(Principal by, Tenant tenant, CreatedKey key, ApiKeyChange change) {
        return node.keys().update(by, tenant.id(), key.key().id().value(), change);
    }

    private static List<ApiKey> listed(Tenant tenant) {
        return node.keys()
                .list(node.operator(), tenant.id(), new Page.Request(200, null))
                .items();
    }

    private static ApiKeyChange origins(String origin) {
        return new ApiKeyChange(null, List.of(origin), null, null);
    }

    private static ApiKeyChange agents(String agent) {
        return new ApiKeyChange(null, null, List.of(agent), null);
    }

    private static ApiKeyChange limit(@Nullable Integer perSecond, @Nullable Integer burst) {
        return new ApiKeyChange(null, null, null, new BurstFields(perSecond, burst));
    }
}
