// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.kernel.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

/** Who waits on this node for a verified webhook about a room, whichever node it came to. */
public final class Canaries {
    private final ConcurrentMap<Room, CountDownLatch> waiting = new ConcurrentHashMap<>();

    private record Room(TenantId tenant, String name) {}

    /** A webhook that verified as that tenant's was about that room. */
    public void heard(TenantId tenant, String room) {
        CountDownLatch latch = waiting.get(new Room(tenant, room));
        if (latch != null) {
            latch.countDown();
        }
    }

    /** From now on it is noticed. */
    void expect(TenantId tenant, String room) {
        waiting.put(new Room(tenant, room), new CountDownLatch(1));
    }

    /** Opens once it was heard. */
    CountDownLatch of(TenantId tenant, String room) {
        return waiting.getOrDefault(new Room(tenant, room), new CountDownLatch(1));
    }

    void forget(TenantId tenant, String room) {
        waiting.remove(new Room(tenant, room));
    }
}
