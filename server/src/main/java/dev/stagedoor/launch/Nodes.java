// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node among those that see to workers. It says again and again that it lives, in one row for all of its work; a node
 * that could not for some time does nothing more, since another one may have its work by then.
 */
final class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
    private static final Principal.SystemJob BY = new Principal.SystemJob("launch", "launch");

    private final Foundation on;
    private final Duration timeout;
    private final String id;
    private volatile long livedAt;
    private volatile boolean lives;

    Nodes(Foundation on, Duration timeout) {
        this.on = on;
        this.timeout = timeout;
        this.id = Ids.next("nod", on.clock().instant());
    }

    /** This node. */
    String id() {
        return id;
    }

    /** After so long without a word a node counts as gone. */
    Duration timeout() {
        return timeout;
    }

    /** How often it is said that it lives. */
    Duration pause() {
        return timeout.dividedBy(4);
    }

    /** Says that it lives. */
    void live() {
        long asked = System.nanoTime();
        on.ledger().store(BY, TenantId.PLATFORM, tx -> PoolStore.live(tx, id));
        livedAt = asked;
        lives = true;
    }

    /** Whether no other node can have its work. */
    boolean lives() {
        return lives && System.nanoTime() - livedAt < timeout.toNanos() * 3 / 4;
    }

    /** Leaves its work to others at once. */
    void leave() {
        boolean lived = lives;
        lives = false;
        if (!lived) {
            return;
        }
        try {
            on.ledger().store(BY, TenantId.PLATFORM, tx -> PoolStore.leave(tx, id));
        } catch (RuntimeException late) {
            LOG.debug("others notice by themselves that {} has left", id, late);
        }
    }
}
