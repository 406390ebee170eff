// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** K1: an operator who is still at it when a tenant is deleted writes nothing into what was erased. */
class DeletedTenantTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @Test
    void a_deleted_tenant_gets_no_agent_any_more() {
        try (TestNode node = TestNode.first(DB, Clock.systemUTC())) {
            Tenant acme = node.tenant();
            Agents agents = new Agents(node.on().ledger(), node.on().idempotency());
            AgentSpec spec = new AgentSpec(
                    "Demo",
                    "demo-worker",
                    new Agent.Persona("personal", null, null, List.of(), false),
                    new Agent.Limits(Duration.ofMinutes(5), Agent.Limits.JOIN_TIMEOUT),
                    true);
            node.tenants().deletions().delete(node.operator(), acme.id());
            Principal operator = node.operator();

            assertProblem(ErrorCode.NOT_FOUND, () -> agents.put(operator, acme.id(), "demo", spec));
            assertProblem(
                    ErrorCode.NOT_FOUND, () -> agents.create(operator, acme.id(), "demo", spec, Optional.empty()));

            assertThat(node.count("SELECT count(*) FROM stagedoor.agents WHERE tenant_id = '" + acme.id() + "'"))
                    .isZero();
        }
    }
}
