// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.tenants.BurstFields;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The rate limit of a key. */
final class LimitOptions {
    @Option(names = "--per-second", paramLabel = "N", description = "Its own limit: requests per second, sustained.")
    private @Nullable Integer perSecond;

    @Option(names = "--burst", paramLabel = "N", description = "Its own limit: burst size, in requests.")
    private @Nullable Integer burst;

    @Nullable
    BurstFields limit() {
        return perSecond == null && burst == null ? null : new BurstFields(perSecond, burst);
    }
}
