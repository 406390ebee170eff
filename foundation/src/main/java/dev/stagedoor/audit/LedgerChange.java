// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.lane.Chain;
import dev.stagedoor.audit.lane.Lanes;
import dev.stagedoor.audit.lane.OutcomeLookUp;
import dev.stagedoor.db.SqlState;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
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

    private T commit(Tx tx) {
        ChangeTx change = new ChangeTx(tx, now);
        T made = work.apply(change);
        Chain chain = change.judged();
        result = made;
        sought = chain.entries().getFirst();
        try {
            chain.commit(tx, change.epochRaised());
        } catch (SQLException e) {
            if (SqlState.isRefusal(e)) {
                sought = null;
            }
            throw failed(e);
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
