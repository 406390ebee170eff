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
     * @param elsewhere whether another node runs it, which alone can tell
     */
    record OfWorker(String worker, Map<String, Secret> variables, boolean elsewhere) {
        public OfWorker {
            variables = Map.copyOf(variables);
        }

        /** Of a worker that this node can see. */
        public OfWorker(String worker, Map<String, Secret> variables) {
            this(worker, variables, false);
        }

        /** Of one that it cannot. */
        public static OfWorker elsewhere(String worker) {
            return new OfWorker(worker, Map.of(), true);
        }
    }
}
