// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.kernel.Secret;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a runtime is to run.
 *
 * @param environment the whole environment of its workers, opened only when one is started; nothing else is inherited
 */
public record Generation(GenerationRef ref, WorkerSpec spec, Supplier<Map<String, Secret>> environment) {

    /** Without the environment. */
    @Override
    public String toString() {
        return "Generation[" + ref + ", " + spec + "]";
    }
}
