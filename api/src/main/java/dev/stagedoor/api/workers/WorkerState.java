// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

/** Where a worker is in its life. */
public enum WorkerState {
    /** It was started, and has not registered with LiveKit yet. */
    STARTING,
    /** It is registered with LiveKit and takes calls. */
    READY,
    /** It takes no more calls, and finishes those it has. */
    DRAINING,
    /** It is gone. */
    ENDED
}
