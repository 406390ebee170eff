// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one kind. Those of a tenant that are wanted while others are being made wait, and are made together, in one
 * transaction: the tenant's ledger row lets one through at a time, however many ask at once. Each has its own verdict.
 */
public final class JointChange<W, R> {
    /** Whoever has waited longer is told to come again. */
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

    private final Ledger ledger;
    private final Principal by;
    private final BiConsumer<ChangeTx, List<Wanted<W, R>>> work;
    private final Map<TenantId, BatchedLookup<Wanted<W, R>, Boolean>> lanes = new ConcurrentHashMap<>();

    /**
     * {@code work} makes them, each by {@link Wanted#make}; it appends the entries of each in its own principal's name.
     * {@code by} makes the transaction, and must not be an operator.
     */
    public JointChange(Ledger ledger, Principal by, BiConsumer<ChangeTx, List<Wanted<W, R>>> work) {
        this.ledger = ledger;
        this.by = by;
        this.work = work;
    }

    /** A change that somebody wants; two that want the same are two. */
    public static final class Wanted<W, R> {
        private final W what;
        private final Principal by;
        private final Proof proof;
        private final long since = System.nanoTime();
        private @Nullable R made;
        private @Nullable RuntimeException refused;

        private Wanted(W what, Principal by, Proof proof) {
            this.what = what;
            this.by = by;
            this.proof = proof;
        }

        /** What is wanted. */
        public W what() {
            return what;
        }

        /** Makes it, if what it rests on is current. {@code how} may refuse it, but then must have written nothing. */
        public void make(ChangeTx change, Function<W, R> how) {
            // Not what came of an attempt that was rolled back.
            made = null;
            refused = null;
            try {
                change.tx().require(proof);
                Proof admitted = by.proof();
                if (admitted != null) {
                    change.tx().require(admitted);
                }
                made = Objects.requireNonNull(how.apply(what));
            } catch (Problem | StaleEpoch why) {
                refused = why;
            }
        }

        private boolean isTooLate() {
            return System.nanoTime() - since > PATIENCE;
        }

        private R result() {
            if (refused != null) {
                throw refused;
            }
            return Objects.requireNonNull(made);
        }
    }

    /** There is nothing to commit. */
    private static final class AllRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        AllRefused() {
            super("all were refused", null, false, false);
        }
    }

    /**
     * Makes it, and returns once it is durable.
     *
     * @param proof that of the snapshot by which it was judged
     * @throws StaleEpoch if that, or the caller's access, is not current any more
     * @throws Problem as the work refuses it, or {@link Ledger#change}
     */
    public R make(Principal whose, Proof proof, W what) {
        TenantId tenant = proof.tenant();
        if (!whose.covers(tenant)) {
            throw Problem.notFound("tenant");
        }
        Wanted<W, R> wanted = new Wanted<>(what, whose, proof);
        if (ledger.holds(tenant)) {
            made(tenant, List.of(wanted));
        } else {
            lanes.computeIfAbsent(tenant, any -> new BatchedLookup<>(all -> made(tenant, all)))
                    .get(wanted);
        }
        return wanted.result();
    }

    /** One that fails must not take the others with it, unless they would all wait for the same. */
    private Map<Wanted<W, R>, Boolean> made(TenantId tenant, List<Wanted<W, R>> all) {
        Map<Boolean, List<Wanted<W, R>>> byPatience =
                all.stream().collect(Collectors.partitioningBy(Wanted::isTooLate));
        byPatience
                .getOrDefault(true, List.of())
                .forEach(late -> late.refused =
                        Problem.of(ErrorCode.BUSY, "Too many concurrent requests of this tenant; try again."));
        List<Wanted<W, R>> others = byPatience.getOrDefault(false, List.of());
        try {
            together(tenant, others);
        } catch (RuntimeException failed) {
            if (failed instanceof Problem || others.size() == 1) {
                others.forEach(each -> each.refused = failed);
            } else {
                others.forEach(each -> made(tenant, List.of(each)));
            }
        }
        return Map.of();
    }

    private void together(TenantId tenant, List<Wanted<W, R>> all) {
        if (all.isEmpty()) {
            return;
        }
        try {
            ledger.changing(by, tenant, change -> {
                work.accept(change, all);
                if (all.stream().allMatch(each -> each.refused != null)) {
                    throw new AllRefused();
                }
            });
        } catch (AllRefused refused) {
            // Each has its own reason.
        }
    }
}
