// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.AgentSpec;
import dev.stagedoor.agents.AgentsModule;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Proposal;
import dev.stagedoor.vault.PutCredential;
import dev.stagedoor.vault.VaultModule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs workers on one node, without jobs: a test takes its rounds. */
final class LaunchScene implements AutoCloseable {
    final TestNode node;
    final LaunchModule module;
    private final WorkerRuntime runtime;

    LaunchScene(TestNode node, WorkerRuntime runtime) {
        this.node = node;
        this.runtime = runtime;
        LaunchModule.Doors doors = new LaunchModule.Doors(
                node.module(ProjectsModule.class).projects(),
                node.module(VaultModule.class).vault(),
                "");
        LaunchConfig usual = LaunchConfig.usual();
        LaunchConfig config = new LaunchConfig(
                List.of("process"),
                List.of(),
                "",
                "test",
                new LaunchConfig.PerTenant(10_000, 100_000, new DataSize(1L << 40)),
                usual.logs(),
                Duration.ofMillis(100),
                Duration.ofSeconds(2));
        this.module = new LaunchModule(node.on(), doors, config, List.of(runtime));
    }

    /** A tenant with a LiveKit of its own, which nobody asks. */
    Tenant tenant() {
        Tenant tenant = node.tenant();
        rotate(tenant);
        return tenant;
    }

    /** Puts a new version of its credential. */
    void rotate(Tenant tenant) {
        Proposal proposal = Proposal.given(
                Map.of("server_url", "https://" + tenant.slug() + ".livekit.example", "api_key", "API" + tenant.slug()),
                Secret.of("the-livekit-secret-of-" + tenant.slug() + "-alone"));
        node.module(VaultModule.class)
                .vault()
                .put(node.operator(), tenant.id(), new PutCredential(CredentialRef.of("livekit"), proposal, false));
    }

    /** An agent with that many workers. */
    void agent(Tenant tenant, String slug, String command, int replicas) {
        node.module(AgentsModule.class)
                .agents()
                .put(
                        node.operator(),
                        tenant.id(),
                        slug,
                        new AgentSpec(
                                slug,
                                slug,
                                new Agent.Persona(null, null, null, List.of(), false),
                                new Agent.Limits(Duration.ofHours(1), Agent.Limits.JOIN_TIMEOUT),
                                true));
        WorkerSpec spec = new WorkerSpec(
                "process",
                command,
                List.of(),
                new WorkerSpec.Resources(100, 64, 64),
                Map.of(),
                null,
                Duration.ofMinutes(1));
        module.workers().put(node.operator(), tenant.id(), slug, spec, new Pool.Replicas(replicas, replicas, replicas));
    }

    void round() {
        module.round();
    }

    Page<Worker> workers(TenantId tenant, @Nullable WorkerState state) {
        return module.workers().list(node.operator(), tenant, null, state, new Page.Request(200, null));
    }

    /** The node is gone, without a word; its processes with it. */
    void die() {
        runtime.close();
    }

    @Override
    public void close() {
        module.close();
    }
}
