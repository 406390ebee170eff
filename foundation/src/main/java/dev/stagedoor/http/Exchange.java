// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.json.WireTime;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;

/** One authorized request. */
public interface Exchange {
    /** Who sent the request. */
    Principal principal();

    /**
     * The tenant whose data is requested: the principal's own, or, for an operator, the one named in the path. A tenant
     * key that names another tenant in the path was refused with 404.
     */
    TenantId tenant();

    /** The decoded path parameter of that name; at most 256 characters. */
    String path(String name);

    /** The query parameter of that name, if present; refused if given more than once. */
    Optional<String> query(String name);

    /**
     * The query parameter of that name as a time, if present.
     *
     * @throws Problem {@code invalid_request} if it is not an ISO 8601 time with a year of four digits
     */
    default Optional<Instant> time(String name) {
        return query(name)
                .map(text -> WireTime.parse(text)
                        .orElseThrow(
                                () -> Problem.invalid(name, "must be an ISO 8601 time, such as 2026-03-01T12:00:00Z")));
    }

    /** {@code ?limit=} (default 50) and {@code ?after=}. */
    Page.Request page();

    /** The {@code Idempotency-Key} header, if present, with its request; only on {@code idempotent()} routes. */
    Optional<IdempotencyKey> idempotencyKey();

    /** A request header, if present. */
    Optional<String> header(String name);

    /**
     * The network that the client is in: an IPv4 address, or an IPv6 /64. What proxies say of it counts only from {@code
     * http.trusted_proxies}.
     */
    String network();

    /** How the request proved who sent it; none if that was not by a key, a token or a cookie. */
    Credentials credentials();

    /** What the request, or its reply, holds of its tenant's share of memory: given back once the reply is sent. */
    void holds(MemoryShares.Held share);

    /** The request as it was sent, for a route whose senders sign it. */
    SignedRequest signed();

    /** The id shared by the reply, the audit log and the logs. */
    String requestId();
}
