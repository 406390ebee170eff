// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection's place on a chat user. Its node renews it until it is closed, which may happen any number of times.
 */
public final class Place implements AutoCloseable {
    private final Places places;
    private final TenantId tenant;
    private final SlotStore.StoredSlot slot;
    private volatile Instant until;
    private volatile boolean closed;
    private volatile boolean lost;
    private @Nullable Runnable whenLost;

    Place(Places places, TenantId tenant, SlotStore.StoredSlot slot) {
        this.places = places;
        this.tenant = tenant;
        this.slot = slot;
        this.until = slot.leasedUntil();
    }

    /** The tenant of both users. */
    public TenantId tenant() {
        return tenant;
    }

    /** The chat user. What a chat stores belongs to it and the app user together (C1). */
    public ChatUserId chatUser() {
        return slot.chatUserId();
    }

    /** The tenant's own id of the app user. */
    public String user() {
        return slot.userId();
    }

    /** The connection that has it. */
    public String connection() {
        return slot.connection();
    }

    String id() {
        return slot.slotId();
    }

    /** Whether it is somebody else's now: the connection came again, its chat user is gone, or its lease ended. */
    public boolean isLost() {
        return lost;
    }

    /** Runs that once it is lost; at once if it is already. */
    public void onLost(Runnable work) {
        synchronized (this) {
            if (!lost) {
                whenLost = work;
                return;
            }
        }
        work.run();
    }

    void lose() {
        Runnable work;
        synchronized (this) {
            if (lost || closed) {
                return;
            }
            lost = true;
            work = whenLost;
        }
        if (work != null) {
            work.run();
        }
    }

    boolean isClosed() {
        return closed;
    }

    Instant until() {
        return until;
    }

    void renewed(Instant end) {
        until = end;
    }

    /** Gives it back. */
    @Override
    public void close() {
        closed = true;
        places.release(this);
    }

    @Override
    public String toString() {
        return "Place[" + slot.slotId() + " of " + slot.chatUserId() + "]";
    }
}
