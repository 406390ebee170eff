package dev.stagedoor.dev;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What {@code stagedoor dev} was asked.
 *
 * @param port      the port to listen on; if it is taken, the next free one
 * @param data      the data folder
 * @param livekit   which LiveKit; null takes a real one if there is one, else the sandbox
 * @param agent     whether to start the demo agent
 * @param readyFile where to say, beside the data folder's own file, that all is up
 */
record DevOptions(
        int port,
        Path data,
        @Nullable LiveKitSource livekit,
        boolean agent,
        @Nullable Path readyFile) {
    /** Where the demo tenants' LiveKit is from. */
    enum LiveKitSource {
        /** A livekit-server process for each tenant. */
        REAL,
        /** In this process, without media. */
        SANDBOX,
        /** The tenants' own, which somebody puts as credentials. */
        EXTERNAL
    }
}
