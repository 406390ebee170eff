// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.vault.CredentialRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an agent's workers run; how many of them is not part of it, so that scaling restarts none.
 *
 * @param runtime     the {@link WorkerRuntime#name}
 * @param program     an image, or for processes the name of a command; the operator's configuration must allow it
 * @param arguments   replace the image's own, if there are any; never secret
 * @param resources   what each worker may use
 * @param environment variables beside LiveKit's, each with the tenant's credential whose secret is its value
 * @param health      where a worker answers that it is healthy; null if it says so only by registering with LiveKit
 * @param drain       how long a worker that is being replaced may take to finish its calls
 */
public record WorkerSpec(
        String runtime,
        String program,
        List<String> arguments,
        Resources resources,
        Map<String, CredentialRef> environment,
        @Nullable Health health,
        Duration drain) {
    public WorkerSpec {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /**
     * The most that one worker may use.
     *
     * @param millicores thousandths of a CPU
     * @param memory     in MiB
     * @param processes  processes and threads
     */
    public record Resources(int millicores, int memory, int processes) {}

    /** An HTTP endpoint of the worker that answers 200 once it is connected to LiveKit, such as {@code /} on port 8081 of Node's SDK. */
    public record Health(String path, int port) {}
}
