// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.NoticeListener;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.function.BiConsumer;

/** Tells whoever waits in memory, on whatever node, that something happened in a room. */
final class RoomNotices implements RoomListener, AutoCloseable {
    private static final String CHANNEL = "stagedoor_rooms";

    private final Ledger ledger;
    private final BiConsumer<TenantId, String> wake;
    private final NoticeListener notices;

    /** {@code wake} is called with each room, by its name on the wire; it must not take long. */
    RoomNotices(Ledger ledger, Database database, BiConsumer<TenantId, String> wake) {
        this.ledger = ledger;
        this.wake = wake;
        // What was missed is looked at in its own time.
        this.notices = new NoticeListener(database, CHANNEL, this::heard, () -> {});
    }

    @Override
    public void heard(Principal.SystemJob by, TenantId tenant, List<RoomEvent> events) {
        List<String> told = RoomEvent.rooms(events).stream()
                .map(room -> tenant.value() + ':' + room)
                .toList();
        ledger.store(by, tenant, tx -> {
            tx.tell(CHANNEL, told);
            return told.size();
        });
    }

    private void heard(String notice) {
        int colon = notice.indexOf(':');
        if (colon > 0) {
            wake.accept(new TenantId(notice.substring(0, colon)), notice.substring(colon + 1));
        }
    }

    @Override
    public void close() {
        notices.close();
    }
}
