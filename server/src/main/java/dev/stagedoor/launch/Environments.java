// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Vault;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What workers find in their environment: LiveKit's variables by one version of their tenant's credential, their agent's
 * name, where this server is, and the tenant's own secrets (I1, I2). Nothing else, and never from another tenant.
 */
final class Environments {
    /** Those that say something secret. */
    private static final Set<String> OPEN =
            Set.of("LIVEKIT_URL", "AGENT_NAME", "LIVEKIT_AGENT_NAME", "LIVEKIT_AGENT_NAME_OVERRIDE", "STAGEDOOR_URL");

    private final Projects projects;
    private final Vault vault;
    private final Snapshots snapshots;
    private final Function<String, Optional<String>> stagedoorUrl;

    /** {@code stagedoorUrl} says for each runtime at which URL its workers reach this server. */
    Environments(Projects projects, Vault vault, Snapshots snapshots, Function<String, Optional<String>> stagedoorUrl) {
        this.projects = projects;
        this.vault = vault;
        this.snapshots = snapshots;
        this.stagedoorUrl = stagedoorUrl;
    }

    /**
     * The whole environment.
     *
     * @throws dev.stagedoor.kernel.Problem {@code credential_missing} if one of the versions may not be used any more
     */
    Map<String, Secret> of(TenantId tenant, Launched.Inputs inputs) {
        Map<String, Secret> all = new HashMap<>(projects.forWorkers(tenant, inputs.project()));
        // The name that the worker registers with is the agent's, whatever its code says: workers without one take
        // every room.
        Secret name = Secret.of(inputs.agentName());
        all.put("AGENT_NAME", name);
        all.put("LIVEKIT_AGENT_NAME", name);
        all.put("LIVEKIT_AGENT_NAME_OVERRIDE", name);
        stagedoorUrl.apply(inputs.spec().runtime()).ifPresent(url -> all.put("STAGEDOOR_URL", Secret.of(url)));
        inputs.spec()
                .environment()
                .forEach((variable, ref) ->
                        all.put(variable, secret(tenant, ref, inputs.secrets().getOrDefault(variable, 0L))));
        return Map.copyOf(all);
    }

    private Secret secret(TenantId tenant, CredentialRef ref, long version) {
        return snapshots.current(
                tenant,
                snapshot -> snapshot.get(vault.version(), ref.version(version))
                        .map(OpenCredential::secret)
                        .orElseThrow(ref::missing));
    }

    /** Whether what that variable says may be in a log. */
    static boolean isOpen(String variable) {
        return OPEN.contains(variable);
    }
}
