// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
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

    /** {@code ?limit=} (default 50) and {@code ?after=}. */
    Page.Request page();

    /** The {@code Idempotency-Key} header, if present, with its request; only on {@code idempotent()} routes. */
    Optional<IdempotencyKey> idempotencyKey();

    /** A request header, if present. */
    Optional<String> header(String name);

    /** The id shared by the reply, the audit log and the logs. */
    String requestId();
}
