// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A grant in a lane, and its caller, waiting until it is durable. */
final class PendingGrant {
    private final Grant grant;
    private final long platformEpoch;
    private final CompletableFuture<@Nullable RuntimeException> answer = new CompletableFuture<>();
    private volatile boolean abandoned;

    PendingGrant(Grant grant, long platformEpoch) {
        this.grant = grant;
        this.platformEpoch = platformEpoch;
    }

    TenantId tenant() {
        return grant.proof().tenant();
    }

    Grant grant() {
        return grant;
    }

    /** The platform epoch that an operator's key was judged by, or {@link Lanes#NO_EPOCH}. */
    long platformEpoch() {
        return platformEpoch;
    }

    /** Roughly how many bytes it adds to a transaction. */
    int size() {
        return 256 + grant.entry().detail().length() + grant.entry().target().length();
    }

    /** Its entry is durable. */
    void granted() {
        answer.complete(null);
    }

    /** It was not written, or the outcome is unknown. */
    void refused(RuntimeException why) {
        answer.complete(why);
    }

    /** Whether its caller has given up: then it need not be written. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** Blocks the caller until it is answered; returns if granted. */
    void await(Duration deadline) {
        RuntimeException refusal;
        try {
            refusal = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandoned = true;
            throw Lanes.unavailable(e);
        } catch (InterruptedException e) {
            abandoned = true;
            Thread.currentThread().interrupt();
            throw Lanes.unavailable(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer is a value", e);
        }
        if (refusal != null) {
            throw refusal;
        }
    }
}
