// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.Map;

/** What the workers that run for a tenant really have in their environments, for evidence. */
@FunctionalInterface
public interface WorkerEnvironments {
    /** Stagedoor runs no workers. */
    WorkerEnvironments NONE = tenant -> List.of();

    /** One for each worker of the tenant that runs now. */
    List<OfWorker> of(TenantId tenant);

    /**
     * A worker's environment.
     *
     * @param worker    its id, for people
     * @param variables the whole environment; empty if its runtime cannot tell
     */
    record OfWorker(String worker, Map<String, Secret> variables) {
        public OfWorker {
            variables = Map.copyOf(variables);
        }
    }
}
