// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Issuers' keys, fetched when they are first needed, when they are no longer fresh, and for a key that is missing. One
 * fetch at a time for each issuer, and a few for each tenant (I7).
 */
final class KeySets implements AutoCloseable {
    private static final int MOST = 10_000;
    private static final int MOST_FETCHES = 4;

    private final IssuerHttp http;
    private final Predicate<TenantId> rowHeld;
    private final Clock clock;
    private final Cache<Source, HeldKeys> held;
    private final ConcurrentHashMap<TenantId, Integer> fetches = new ConcurrentHashMap<>();

    /** Where keys come from. */
    record Source(TenantId tenant, String issuer, @Nullable String jwksUrl) {
        static Source of(TenantId tenant, Issuer.Trust trust) {
            return new Source(tenant, trust.issuer(), trust.jwksUrl());
        }
    }

    /**
     * Keys read by that client.
     *
     * @param rowHeld whether this thread holds a tenant's row, which must not wait for an issuer
     */
    KeySets(IssuerHttp http, Predicate<TenantId> rowHeld, Clock clock) {
        this.http = http;
        this.rowHeld = rowHeld;
        this.clock = clock;
        this.held = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(HeldKeys.STALE)
                .ticker(() -> Duration.ofMillis(clock.millis()).toNanos())
                .build();
    }

    /**
     * The keys that can have signed a token with that header.
     *
     * @throws Problem {@code provider_unavailable} and the like: an outage is never treated as absence
     */
    List<JWK> fitting(Source source, JWSHeader header) {
        HeldKeys keys = held.get(source, any -> new HeldKeys());
        Instant now = clock.instant();
        HeldKeys.Found fresh = keys.fresh(now, () -> begun(source));
        List<JWK> fitting = brought(source, fresh)
                .or(() -> fresh.usable(now))
                .orElseThrow(() -> keys.failure())
                .fitting(header);
        if (!fitting.isEmpty()) {
            return fitting;
        }
        HeldKeys.Found newer = keys.newer(now, () -> begun(source));
        Optional<KeySet> better = brought(source, newer);
        if (better.isEmpty() && (newer.fetch() != null || newer.failed())) {
            throw keys.failure();
        }
        return better.map(set -> set.fitting(header)).orElse(List.of());
    }

    /** What the fetch brings, if there is one and it succeeds in time; or what is fresh without one. */
    private Optional<KeySet> brought(Source source, HeldKeys.Found found) {
        CompletableFuture<KeySet> fetch = found.fetch();
        if (fetch == null) {
            return found.failed() ? Optional.empty() : Optional.ofNullable(found.keys());
        }
        if (rowHeld.test(source.tenant())) {
            throw Problem.of(ErrorCode.BUSY, "The issuer's keys are being fetched; try again.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        try {
            return Optional.of(fetch.get(http.within().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw IssuerHttp.unavailable("the request was interrupted");
        }
    }

    /** A fetch, which goes on when nobody waits for it any more. */
    private CompletableFuture<KeySet> begun(Source source) {
        CompletableFuture<KeySet> fetch = new CompletableFuture<>();
        Thread.ofVirtual().name("oidc-keys").start(() -> {
            try {
                fetch.complete(fetched(source));
            } catch (Problem e) {
                fetch.completeExceptionally(e);
            } catch (RuntimeException e) {
                fetch.completeExceptionally(
                        IssuerHttp.unavailable("of an internal error").causedBy(e));
            }
        });
        return fetch;
    }

    private KeySet fetched(Source source) {
        if (fetches.merge(source.tenant(), 1, Integer::sum) > MOST_FETCHES) {
            leave(source.tenant());
            throw IssuerHttp.unavailable("too many issuers of this tenant are being asked");
        }
        try {
            String url = source.jwksUrl() == null ? discovered(source) : source.jwksUrl();
            return KeySet.read(http.get(url(url), source.tenant()), clock.instant());
        } finally {
            leave(source.tenant());
        }
    }

    private void leave(TenantId tenant) {
        fetches.computeIfPresent(tenant, (any, count) -> count == 1 ? null : count - 1);
    }

    /** OpenID Connect Discovery 1.0, section 4.3: the document must name the issuer that it was asked for. */
    private String discovered(Source source) {
        JsonNode document = KeySet.json(http.get(FetchUrl.discovery(source.issuer()), source.tenant()));
        if (!document.path("issuer").asText().equals(source.issuer())) {
            throw IssuerHttp.unavailable("its discovery document names another issuer");
        }
        return document.path("jwks_uri").asText();
    }

    private static FetchUrl url(String text) {
        try {
            return FetchUrl.of(text);
        } catch (IllegalArgumentException e) {
            throw IssuerHttp.unavailable("its jwks_uri " + e.getMessage());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
