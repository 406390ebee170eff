// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.rewrap;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Wraps all data keys anew by the first master key. For operators. */
public final class Rewrap {
    private final Ledger ledger;
    private final Database database;
    private final DataKeys dataKeys;
    private final int page;

    Rewrap(Ledger ledger, Database database, DataKeys dataKeys, int page) {
        this.ledger = ledger;
        this.database = database;
        this.dataKeys = dataKeys;
        this.page = page;
    }

    /**
     * How far it is.
     *
     * @param masterKey  the one that wraps
     * @param done       whether it wraps every data key, and nothing may be wrapped by another any more
     * @param rewrapped  how many data keys it has taken over by this request
     * @param waiting    how many data keys other master keys still wrap
     * @param stragglers what this request could not open
     * @param retired    the master keys that nothing may be wrapped by any more
     * @param next       where the next request goes on; null at the end
     */
    public record Progress(
            String masterKey,
            boolean done,
            long rewrapped,
            Map<String, Long> waiting,
            List<Straggler> stragglers,
            List<String> retired,
            @Nullable String next) {
        public Progress {
            waiting = Map.copyOf(waiting);
            stragglers = List.copyOf(stragglers);
            retired = List.copyOf(retired);
        }
    }

    /** A tenant whose data key does not open with this node's master keys, and the one that wraps it. */
    public record Straggler(TenantId tenant, String masterKey) {}

    /** How far it is; changes nothing. */
    public Progress progress(Principal by) {
        return ledger.read(by, TenantId.PLATFORM, platform -> progress(platform, 0, List.of(), null));
    }

    private Progress progress(Tx platform, long rewrapped, List<Straggler> stragglers, @Nullable String next) {
        List<String> ids = dataKeys.masterKeyIds();
        Map<String, Long> waiting = new TreeMap<>(RewrapStore.byMasterKey(platform));
        waiting.remove(ids.getFirst());
        List<String> retired = RewrapStore.retired(platform);
        boolean done = waiting.isEmpty() && retired.containsAll(ids.subList(1, ids.size()));
        return new Progress(ids.getFirst(), done, rewrapped, waiting, stragglers, retired, next);
    }

    /**
     * Takes over a page of data keys, each in a transaction of its own; what was done stays done if it is interrupted. The
     * request that finds none left retires the other master keys.
     *
     * @param after the last page's {@code next}; null to begin
     * @throws Problem {@code conflict} if this node's first master key is not the one that {@code migrate} ran with
     */
    public Progress rewrap(Principal by, @Nullable String after) {
        String primary = dataKeys.masterKeyIds().getFirst();
        // This read proves the operator's key; what follows is many transactions.
        List<RewrapStore.Wrapped> found = ledger.read(
                by,
                TenantId.PLATFORM,
                platform -> RewrapStore.notUnder(platform, primary, after == null ? "" : after, page));
        requireCurrent();
        Principal asks = by.settled();
        List<Straggler> stragglers = new ArrayList<>();
        long rewrapped = 0;
        for (RewrapStore.Wrapped each : found) {
            try {
                rewrapped += ledger.store(asks, each.tenant(), dataKeys::rewrap) ? 1 : 0;
            } catch (SealBroken notByThese) {
                stragglers.add(new Straggler(each.tenant(), each.masterKey()));
            } catch (Problem problem) {
                // A tenant that was deleted meanwhile has no data key any more.
                if (problem.code() != ErrorCode.NOT_FOUND) {
                    throw problem;
                }
            }
        }
        String next = found.size() == page ? found.getLast().tenant().value() : null;
        return record(asks, rewrapped, stragglers, next);
    }

    private Progress record(Principal by, long rewrapped, List<Straggler> stragglers, @Nullable String next) {
        List<String> ids = dataKeys.masterKeyIds();
        return ledger.change(by, TenantId.PLATFORM, change -> {
            if (next == null) {
                RewrapStore.retireOthers(change.tx(), ids.getFirst(), ids.subList(1, ids.size()), change.now());
            }
            Progress now = progress(change.tx(), rewrapped, stragglers, next);
            Map<String, Object> detail = new TreeMap<>();
            detail.put("rewrapped", now.rewrapped());
            detail.put("waiting", now.waiting());
            detail.put("retired", now.retired());
            change.append(Draft.of(by, change.now(), "master_key.rewrap", ids.getFirst(), Json.text(detail)));
            return now;
        });
    }

    /** Two nodes with the same keys in another order would otherwise undo each other's work. */
    private void requireCurrent() {
        List<String> ids = dataKeys.masterKeyIds();
        String current = ids.get(Math.min(database.loggedInBy(), ids.size() - 1));
        if (!current.equals(ids.getFirst())) {
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "This node wraps with the master key " + ids.getFirst() + ", but `stagedoor migrate` ran with "
                            + current + " in front. Give every node the same key file, run `stagedoor migrate` and"
                            + " restart them.");
        }
    }
}
