package dev.stagedoor.audit;

import java.time.Duration;

/**
 * How a node appends.
 *
 * @param lanes     group commits under way at once; tenants are spread over them
 * @param queue     entries of one tenant that may wait; the next one is answered {@code busy}
 * @param deadline  how long a caller waits for its entry to be durable
 */
public record LedgerConfig(int lanes, int queue, Duration deadline) {
    /** One lane carries more than the HTTP side of four cores can ask for, and few lanes make large groups. */
    public static final LedgerConfig STANDARD = new LedgerConfig(
            Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 4), 1024, Duration.ofSeconds(5));

    public LedgerConfig {
        if (lanes < 1 || lanes > 16) {
            throw new IllegalArgumentException("ledger.lanes must be between 1 and 16");
        }
        if (queue < 1 || queue > 100_000) {
            throw new IllegalArgumentException("ledger.queue must be between 1 and 100000");
        }
        if (deadline.toMillis() < 100 || deadline.toSeconds() > 60) {
            throw new IllegalArgumentException("ledger.deadline must be between 100 ms and 60 s");
        }
    }
}
