// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.audit.lane.Chain;
import dev.stagedoor.audit.lane.Lanes;
import dev.stagedoor.audit.lane.OutcomeLookUp;
import dev.stagedoor.db.SqlState;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One change in progress. If its connection is lost during commit, it knows which entry to look for, and its result.
 */
final class LedgerChange<T> {
    private final Consumer<Tx> proof;
    private final Instant now;
    private final Function<ChangeTx, T> work;
    private @Nullable Entry sought;
    private @Nullable T result;

    /** {@code proof} throws if the caller no longer has access. */
    LedgerChange(Consumer<Tx> proof, Instant now, Function<ChangeTx, T> work) {
        this.proof = proof;
        this.now = now;
        this.work = work;
    }

    /** Changes one tenant. */
    T run(Tx tx) {
        proof.accept(tx);
        return commit(tx);
    }

    /** Changes the platform and then, in the same transaction, the tenant that {@code onward} switches to. */
    T run(Tx platform, Consumer<ChangeTx> onPlatform, UnaryOperator<Tx> onward) {
        proof.accept(platform);
        ChangeTx change = new ChangeTx(platform, now);
        onPlatform.accept(change);
        Chain chain = change.judged();
        try {
            chain.write(platform, change.epochRaised());
        } catch (SQLException e) {
            throw failed(e);
        }
        return commit(onward.apply(platform));
    }

    /**
     * Changes the tenant that {@code onward} switches to, and tells of each of its entries in the platform's chain, in the
     * same commit; {@code back} switches to the platform again.
     */
    T runForOperator(Tx platform, UnaryOperator<Tx> onward, UnaryOperator<Tx> back) {
        proof.accept(platform);
        ChangeTx change = new ChangeTx(onward.apply(platform), now);
        T made = work.apply(change);
        Chain chain = change.judged();
        Chain told = new Chain(platform);
        chain.entries().forEach(entry -> told.append(mirrored(entry), Cost.NONE, Budget.UNLIMITED));
        try {
            chain.write(change.tx(), change.epochRaised());
            result = made;
            sought = chain.entries().getFirst();
            told.commit(back.apply(platform), false);
        } catch (SQLException e) {
            throw refusedOrLost(e);
        }
        return made;
    }

    /** What the platform's entry says of the tenant's: the target there, and its place in the tenant's chain. */
    private record Told(String target, long seq, String hash) {}

    /** The platform's entry for one of a tenant's: its target is the tenant. */
    private Draft mirrored(Entry entry) {
        Draft draft = entry.draft();
        String detail =
                Json.text(new Told(draft.target(), entry.seq(), entry.hash().toString()));
        return new Draft(
                Ids.next("aud", now),
                draft.at(),
                draft.action(),
                draft.actor(),
                entry.tenant().value(),
                draft.requestId(),
                detail);
    }

    private Problem refusedOrLost(SQLException e) {
        if (SqlState.isRefusal(e)) {
            sought = null;
        }
        return failed(e);
    }

    private T commit(Tx tx) {
        ChangeTx change = new ChangeTx(tx, now);
        T made = work.apply(change);
        Chain chain = change.judged();
        result = made;
        sought = chain.entries().getFirst();
        try {
            chain.commit(tx, change.epochRaised());
        } catch (SQLException e) {
            throw refusedOrLost(e);
        }
        return made;
    }

    private static Problem failed(SQLException e) {
        return SqlState.isContention(e)
                ? Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.")
                        .causedBy(e)
                : Lanes.unavailable(e);
    }

    /** The transaction's result. If its connection was lost during commit, the outcome is looked up. */
    T settle(OutcomeLookUp lookUp, Supplier<T> transaction) {
        try {
            return transaction.get();
        } catch (RuntimeException e) {
            if (sought != null && lookUp.isWritten(sought)) {
                return Objects.requireNonNull(result);
            }
            throw e;
        }
    }
}
