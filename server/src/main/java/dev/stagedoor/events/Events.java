// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to what happened to a tenant. */
public final class Events {
    private static final Principal.SystemJob FEED = new Principal.SystemJob("events", "events");

    private final Ledger ledger;

    Events(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Tells of something that happens by this change: it is stored, and due at every enabled endpoint that wants its type,
     * if the change commits, and never happened if it does not. One statement.
     */
    public static void raise(ChangeTx change, Event event) {
        raise(change.tx(), change.now(), event);
    }

    /**
     * As {@link #raise(ChangeTx, Event)}, of something that needs no entry.
     *
     * @param tx of {@link Ledger#storeInOrder}, whose ledger row is locked
     */
    public static void raise(Tx tx, Instant now, Event event) {
        EventStore.raise(tx, event, Event.newId(now), now, "");
    }

    /** As {@link #raise}, but not to that endpoint. */
    static void raiseExcept(ChangeTx change, Event event, String endpoint) {
        EventStore.raise(change.tx(), event, Event.newId(change.now()), change.now(), endpoint);
    }

    /**
     * Which are listed: all where nothing is said.
     *
     * @param type a type's name
     * @param call a call's id
     */
    record Filter(@Nullable String type, @Nullable String call) {
        Filter {
            if (type != null && EventType.of(type).isEmpty()) {
                throw Problem.invalid("type", "must be one of " + EventType.all());
            }
        }
    }

    /** Those that match, the newest first. */
    Page<Event.Raised> list(Principal by, TenantId tenant, Filter filter, Page.Request page) {
        return ledger.read(by, tenant, tx -> EventStore.page(tx, filter, page));
    }

    /** Where a reader begins who has seen the event with that id: "" begins with what is to come. */
    long place(Principal by, TenantId tenant, String lastSeen) {
        return ledger.read(
                by,
                tenant,
                tx -> lastSeen.isEmpty()
                        ? EventStore.newest(tx)
                        : EventStore.place(tx, lastSeen).orElse(0L));
    }

    /** The place of the newest event; empty if the tenant is gone. */
    Optional<Long> newest(TenantId tenant) {
        try {
            return Optional.of(ledger.read(FEED, tenant, EventStore::newest));
        } catch (Problem gone) {
            return switch (gone.code()) {
                case NOT_FOUND -> Optional.empty();
                default -> throw gone;
            };
        }
    }

    /** The first few after that place, in order. */
    List<Event.Raised> after(TenantId tenant, long place) {
        return ledger.read(FEED, tenant, tx -> EventStore.after(tx, place));
    }
}
