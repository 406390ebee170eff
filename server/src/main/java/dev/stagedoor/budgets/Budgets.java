// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes from budgets, within the transactions of those who use them. */
public final class Budgets {
    private Budgets() {}

    /**
     * Which call of which run, and the most it may use.
     *
     * @param most     its tokens and its price; one call
     * @param unpriced its model, if that has no price; null if it has one
     */
    public record Asked(
            String runId,
            String profileId,
            String stepKey,
            Amounts most,
            @Nullable String unpriced) {}

    /**
     * Whether a call may be made.
     *
     * @param granted   false if it must wait for calls in progress, or never will
     * @param holds     whether something is reserved for it, to be settled
     * @param exhausted which budget never permits it, in words; null if none
     */
    public record Verdict(
            boolean granted, boolean holds, @Nullable String exhausted) {
        /** No budget is concerned. */
        public static final Verdict UNLIMITED = new Verdict(true, false, null);

        /** Not now. */
        public static final Verdict WAITS = new Verdict(false, false, null);

        private static final Verdict RESERVED = new Verdict(true, true, null);

        private static Verdict exhausted(String what) {
            return new Verdict(false, false, what);
        }
    }

    /** Whether the tenant or that profile of it has a budget. */
    public static final Facet<String, Boolean> LIMITED = new Facet<>(
            "model budgets",
            (tx, profile) -> BudgetStore.find(tx, Account.TENANT)
                    .or(() -> BudgetStore.find(tx, Account.ofProfile(profile)))
                    .isPresent());

    /** What a call has used. */
    public record Used(String runId, String stepKey, Amounts amounts) {}

    /** Gives a run a budget of its own. */
    public static void open(Tx tx, String runId, Limits limits) {
        BudgetStore.put(tx, new Account(Account.ofRun(runId), limits, Instant.EPOCH, Amounts.NONE, Amounts.NONE));
    }

    /** Reserves from the run's budget, its profile's and the tenant's, from all or from none. */
    public static Verdict reserve(Tx tx, Asked asked, Instant now) {
        List<String> names =
                List.of(Account.ofRun(asked.runId()), Account.ofProfile(asked.profileId()), Account.TENANT);
        return reserve(
                tx,
                new Wanted(names, asked.most(), asked.unpriced()),
                now,
                accounts -> BudgetStore.hold(
                        tx,
                        new BudgetStore.Hold(
                                asked.runId(),
                                asked.stepKey(),
                                accounts,
                                asked.most().tokens(),
                                asked.most().micros())));
    }

    /** What is taken, of those of the accounts that exist; {@code unpriced} as in {@link Asked}. */
    record Wanted(
            List<String> accounts, Amounts most, @Nullable String unpriced) {}

    /** Reserves it, from all accounts or from none; {@code hold} stores from which. */
    static Verdict reserve(Tx tx, Wanted wanted, Instant now, Consumer<List<String>> hold) {
        List<Account> accounts = BudgetStore.lock(tx, wanted.accounts()).stream()
                .map(account -> account.at(now))
                .toList();
        for (Account account : accounts) {
            Optional<String> exhausted = account.exhaustedFor(wanted.most());
            if (exhausted.isPresent()) {
                return Verdict.exhausted(account.says(exhausted.get()));
            }
            if (wanted.unpriced() != null && account.limits().micros() != null) {
                return Verdict.exhausted(account.says("cost, since " + wanted.unpriced() + " has no price"));
            }
        }
        if (accounts.stream().anyMatch(account -> account.isTakenFor(wanted.most()))) {
            return Verdict.WAITS;
        }
        if (accounts.isEmpty()) {
            return Verdict.UNLIMITED;
        }
        accounts.forEach(account -> BudgetStore.put(tx, account.holding(wanted.most())));
        hold.accept(accounts.stream().map(Account::name).toList());
        return Verdict.RESERVED;
    }

    /** Calls have ended: what they used counts, and the rest of what they held is free. */
    public static void settle(Tx tx, List<Used> calls, Instant now) {
        List<Settlement> settlements = new ArrayList<>();
        for (Used call : calls) {
            BudgetStore.release(tx, call.runId(), call.stepKey())
                    .ifPresent(
                            hold -> settlements.add(new Settlement(hold.accounts(), hold.amounts(), call.amounts())));
        }
        apply(tx, settlements, now);
    }

    /** What a run's calls used on a node that died is not known: all that they held counts. */
    public static void forfeit(Tx tx, String runId, Instant now) {
        List<Settlement> settlements = BudgetStore.releaseAll(tx, runId).stream()
                .map(hold -> new Settlement(hold.accounts(), hold.amounts(), hold.amounts()))
                .toList();
        apply(tx, settlements, now);
    }

    /** What a call held of those accounts, and what it has used. */
    record Settlement(List<String> accounts, Amounts held, Amounts used) {}

    /** All accounts are locked together, in one order, or two transactions could each wait for one that the other holds. */
    static void apply(Tx tx, List<Settlement> settlements, Instant now) {
        List<String> names = settlements.stream()
                .flatMap(one -> one.accounts().stream())
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return;
        }
        for (Account locked : BudgetStore.lock(tx, names)) {
            Account account = locked.at(now);
            for (Settlement one : settlements) {
                if (one.accounts().contains(account.name())) {
                    account = account.settling(one.held(), one.used());
                }
            }
            BudgetStore.put(tx, account);
        }
    }

    /** A deleted tenant has no budgets. */
    static void deleteAll(Tx tx) {
        BudgetStore.deleteAll(tx);
        CallHoldStore.deleteAll(tx);
    }
}
