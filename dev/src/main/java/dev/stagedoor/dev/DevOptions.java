// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code stagedoor dev}.
 *
 * @param port      the port to listen on; if it is in use, the next free one
 * @param data      the data folder
 * @param livekit   which LiveKit; null for a real one if installed, else the sandbox
 * @param agent     whether to start the demo agent
 * @param readyFile another ready file to write, besides the one in the data folder
 */
record DevOptions(
        int port,
        Path data,
        @Nullable LiveKitSource livekit,
        boolean agent,
        @Nullable Path readyFile) {
    /** The demo tenants' LiveKit. */
    enum LiveKitSource {
        /** A livekit-server process for each tenant. */
        REAL,
        /** In this process, without media. */
        SANDBOX,
        /** Servers that the user stores as credentials. */
        EXTERNAL
    }
}
