// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.TenantId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops the snapshots that epochs raised by other nodes made stale. Nothing depends on a notice: a lost one costs a retry.
 */
public final class EpochListener implements AutoCloseable {
    /** The channel; a notice is {@code tenant:epoch}. */
    public static final String CHANNEL = "stagedoor_epoch";

    private static final Logger LOG = LoggerFactory.getLogger(EpochListener.class);

    private final Snapshots snapshots;
    private final NoticeListener notices;

    /** Starts listening. */
    public EpochListener(Database database, Snapshots snapshots) {
        this.snapshots = snapshots;
        this.notices = new NoticeListener(database, CHANNEL, this::drop, () -> {});
    }

    private void drop(String notice) {
        int colon = notice.indexOf(':');
        try {
            long epoch = Long.parseLong(notice.substring(colon + 1));
            snapshots.dropUpTo(new TenantId(notice.substring(0, Math.max(0, colon))), epoch - 1);
        } catch (IllegalArgumentException e) {
            LOG.warn("ignored a malformed epoch notice: {}", notice);
        }
    }

    @Override
    public void close() {
        notices.close();
    }
}
