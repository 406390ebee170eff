// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keys and limits of two tenants, without a database: {@code op}, {@code acme}, {@code acme-second}, {@code globex},
 * {@code acme-reader} (agents:read only), {@code pub} (acme's, from {@link #SHOP} only) and {@code spent} (its allowance
 * is used up). A cookie {@code session-KEY} stands for that key, and so does a ticket of {@link #ticket}, once.
 */
final class KeysInMemory implements Authenticator, RequestLimiter {
    static final String SHOP = "https://shop.example";
    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    static final TenantId ACME = TenantId.next(NOW);
    static final TenantId GLOBEX = TenantId.next(NOW);
    private static final KeyId KEY = KeyId.next(NOW);
    private static final KeyId THEIRS = KeyId.next(NOW);
    private static final KeyId SECOND = KeyId.next(NOW);

    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    /** Keys whose check fails of an error. */
    final Set<String> failing = ConcurrentHashMap.newKeySet();

    private final Map<Credentials, String> tickets = new ConcurrentHashMap<>();
    private final Map<Credentials, String> used = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    final Semaphore rechecked = new Semaphore(0);
    final AtomicInteger taken = new AtomicInteger();

    @Override
    public Principal authenticate(Credentials credentials, String origin, String requestId) {
        asked.incrementAndGet();
        return byKey(key(credentials), origin, requestId);
    }

    @Override
    public Principal authenticateAgain(Principal before, Credentials credentials, String origin) {
        asked.incrementAndGet();
        rechecked.release();
        boolean ticket = credentials instanceof Credentials.Ticket;
        return byKey(ticket ? used.getOrDefault(credentials, "") : key(credentials), origin, before.requestId());
    }

    /** A new ticket for that key. */
    String ticket(String key) {
        String ticket = "ticket-" + UUID.randomUUID();
        tickets.put(new Credentials.Ticket(Secret.of(ticket)), key);
        return ticket;
    }

    private String key(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Ticket ticket -> {
                String key = tickets.remove(ticket);
                if (key != null) {
                    used.put(ticket, key);
                }
                yield key == null ? "" : key;
            }
            case Credentials.Cookie(Secret value) -> value.revealText().replaceFirst("^session-", "");
            case Credentials.Bearer bearer -> bearer.apiKey();
            case Credentials.None none -> "";
        };
    }

    private Principal byKey(String key, String origin, String requestId) {
        if (revoked.contains(key)) {
            throw Problem.of(ErrorCode.UNAUTHENTICATED, "The key was revoked.");
        }
        if (failing.contains(key)) {
            throw new OutOfMemoryError("as asked");
        }
        Set<Scope> all = EnumSet.allOf(Scope.class);
        return switch (key) {
            case "op" -> new Principal.Operator(KEY, all, null, requestId);
            case "op-without-scopes" -> new Principal.Operator(KEY, Set.of(), null, requestId);
            case "acme", "spent" -> new Principal.TenantKey(ACME, KEY, all, null, requestId);
            case "acme-second" -> new Principal.TenantKey(ACME, SECOND, all, null, requestId);
            case "globex" -> new Principal.TenantKey(GLOBEX, THEIRS, all, null, requestId);
            case "acme-reader" -> new Principal.TenantKey(ACME, KEY, Set.of(Scope.AGENTS_READ), null, requestId);
            case "pub" -> {
                if (!origin.equals(SHOP)) {
                    throw Problem.of(ErrorCode.ORIGIN_NOT_ALLOWED, "This key is for other origins.");
                }
                yield new Principal.PublishableKey(ACME, KEY, Set.of(), null, requestId);
            }
            default -> throw Problem.of(ErrorCode.UNAUTHENTICATED, "There is no such key.");
        };
    }

    @Override
    public TenantId tenant(Principal by, String idOrSlug) {
        return switch (idOrSlug) {
            case "acme" -> ACME;
            case "globex" -> GLOBEX;
            default -> throw Problem.notFound("tenant");
        };
    }

    @Override
    public State take(Principal by, String action) {
        if (action.equals("spent")) {
            throw Problem.of(ErrorCode.RATE_LIMITED, "Too many at once.").retryAfter(Duration.ofMillis(1500));
        }
        int used = taken.incrementAndGet();
        return new State("burst", 100, 100 - used, Duration.ofSeconds(60), Duration.ofMillis(600));
    }
}
