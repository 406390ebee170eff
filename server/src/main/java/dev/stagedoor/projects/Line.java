// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.livekit.api.LiveKitException;
import java.util.function.Supplier;

/**
 * The way to one tenant's server by one version of its credential.
 *
 * @param inBackground whether nobody waits for the calls, so that they are put off while the project rests
 */
record Line(TenantGuard guard, Rest rest, boolean inBackground) {
    /**
     * Makes the call, if it may be made now.
     *
     * @throws dev.stagedoor.kernel.Problem if it was not made
     * @throws LiveKitException if it was made and failed
     */
    <T> T call(Supplier<T> call) {
        if (inBackground) {
            rest.requireOver();
        }
        try {
            T answer = guard.call(call);
            rest.answered();
            return answer;
        } catch (LiveKitException failed) {
            rest.failed(failed);
            throw failed;
        }
    }
}
