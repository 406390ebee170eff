// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One issuer's keys on this node: what is known of them, and the one fetch that may be under way. */
final class HeldKeys {
    /** Between fetches, whatever tokens ask for: anybody can send a token with a made-up key id. */
    static final Duration APART = Duration.ofSeconds(30);

    /** How long keys may be used while their issuer cannot be reached. */
    static final Duration STALE = Duration.ofHours(24);

    private @Nullable KeySet known;
    private @Nullable Problem failure;
    private @Nullable Instant tried;
    private @Nullable CompletableFuture<KeySet> underWay;

    /**
     * What there is, and a fetch that may bring better; without one there is nothing to wait for.
     *
     * @param failed whether the last fetch brought nothing
     */
    record Found(@Nullable KeySet keys, @Nullable CompletableFuture<KeySet> fetch, boolean failed) {
        /** The keys, fresh or not, unless they are too old to be believed. */
        Optional<KeySet> usable(Instant now) {
            return Optional.ofNullable(keys)
                    .filter(known -> now.isBefore(known.fetchedAt().plus(STALE)));
        }
    }

    /** Looks, and begins a fetch if the keys are not fresh; {@code fetching} returns at once. */
    Found fresh(Instant now, Supplier<CompletableFuture<KeySet>> fetching) {
        return look(now, false, fetching);
    }

    /** Looks, and begins a fetch because a key is missing. */
    Found newer(Instant now, Supplier<CompletableFuture<KeySet>> fetching) {
        return look(now, true, fetching);
    }

    private synchronized Found look(Instant now, boolean missing, Supplier<CompletableFuture<KeySet>> fetching) {
        if (!missing && known != null && known.isFresh(now)) {
            return new Found(known, null, false);
        }
        if (underWay == null && mayTry(now)) {
            tried = now;
            CompletableFuture<KeySet> begun = fetching.get();
            underWay = begun;
            var _ = begun.whenComplete(this::ended);
        }
        return new Found(known, underWay, failure != null);
    }

    /** In both directions, for clocks that are set back. */
    private boolean mayTry(Instant now) {
        return tried == null || Duration.between(tried, now).abs().compareTo(APART) >= 0;
    }

    private synchronized void ended(@Nullable KeySet keys, @Nullable Throwable failed) {
        underWay = null;
        failure = failed instanceof Problem problem ? problem : null;
        known = keys == null ? known : keys;
    }

    /** Why there are no keys. */
    synchronized Problem failure() {
        Problem known = failure;
        return (known == null ? IssuerHttp.unavailable("it does not answer in time") : known).retryAfter(APART);
    }
}
