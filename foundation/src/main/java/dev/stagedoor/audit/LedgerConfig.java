// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/**
 * How a node appends entries to the audit log.
 *
 * @param lanes     concurrent group commits; tenants are spread over them
 * @param queue     entries of one tenant that may wait; the next one is refused as {@code busy}
 * @param deadline  how long a caller waits for its entry to be durable
 */
public record LedgerConfig(
        @Setting(
                value = "Concurrent group commits; 0 means one per four processors, at most four.",
                initial = "0",
                max = 16)
        int lanes,

        @Setting(
                value = "Audit entries of one tenant that may wait to be committed.",
                initial = "1024",
                min = 1,
                max = 100_000)
        int queue,

        @Setting(
                value = "How long a request waits for its audit entry to be durable.",
                initial = "5s",
                min = 100,
                max = 60_000)
        Duration deadline) {
    /** One lane handles more than the HTTP side of four cores can request, and few lanes make large groups. */
    public static final LedgerConfig STANDARD = Config.defaults(LedgerConfig.class);

    private static final int MOST_BY_ITSELF = 4;

    public LedgerConfig {
        lanes = lanes == 0 ? Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, MOST_BY_ITSELF) : lanes;
    }
}
