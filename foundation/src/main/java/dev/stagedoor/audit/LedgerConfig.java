package dev.stagedoor.audit;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/**
 * How a node appends.
 *
 * @param lanes     group commits under way at once; tenants are spread over them
 * @param queue     entries of one tenant that may wait; the next one is answered {@code busy}
 * @param deadline  how long a caller waits for its entry to be durable
 */
public record LedgerConfig(
        @Setting(
                value = "Group commits under way at once; 0 takes one for every four processors, and at most four.",
                initial = "0",
                max = 16)
        int lanes,

        @Setting(
                value = "Entries of one tenant that may wait to be committed.",
                initial = "1024",
                min = 1,
                max = 100_000)
        int queue,

        @Setting(
                value = "How long a request waits for its entry to be durable.",
                initial = "5s",
                min = 100,
                max = 60_000)
        Duration deadline) {
    /** One lane carries more than the HTTP side of four cores can ask for, and few lanes make large groups. */
    public static final LedgerConfig STANDARD = Config.usual(LedgerConfig.class);

    private static final int MOST_BY_ITSELF = 4;

    public LedgerConfig {
        if (lanes < 0 || lanes > 16) {
            throw new IllegalArgumentException("ledger.lanes must be between 0 and 16");
        }
        if (queue < 1 || queue > 100_000) {
            throw new IllegalArgumentException("ledger.queue must be between 1 and 100000");
        }
        if (deadline.toMillis() < 100 || deadline.toSeconds() > 60) {
            throw new IllegalArgumentException("ledger.deadline must be between 100 ms and 60 s");
        }
        lanes = lanes == 0 ? Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, MOST_BY_ITSELF) : lanes;
    }
}
