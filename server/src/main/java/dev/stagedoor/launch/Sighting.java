// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker as its runtime has it now.
 *
 * @param worker   its id within the generation: a container's or pod's name, or {@code wrk_…} of a process
 * @param phase    where it is in its life
 * @param since    when it started; when it ended, if it did
 * @param exitCode null if it runs, or if the runtime does not know
 * @param why      what the runtime says of a worker that does not run, such as {@code OOMKilled}, for people; without secrets
 * @param restarts how often the runtime itself has restarted it
 */
public record Sighting(
        GenerationRef generation,
        String worker,
        Phase phase,
        Instant since,
        @Nullable Integer exitCode,
        @Nullable String why,
        int restarts) {

    /** Where a worker is in its life. */
    public enum Phase {
        /** It was asked for and does not run yet, such as an image that is being pulled. */
        STARTING,
        /** It runs; whether it has registered with LiveKit is another question. */
        RUNNING,
        /** It runs and its health endpoint says that it is connected; only of runtimes that ask it themselves. */
        HEALTHY,
        /** It was asked to stop, and finishes its calls. */
        DRAINING,
        /** It ended, asked for or not. */
        EXITED
    }
}
