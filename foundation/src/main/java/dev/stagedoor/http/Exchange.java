package dev.stagedoor.http;

import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.util.Optional;

/** One request, after the router let it in. */
public interface Exchange {
    /** Who asks. */
    Principal principal();

    /**
     * Whose data it is about: the principal's own tenant, or, for an operator, the one named in the path. A tenant key
     * that names another tenant in the path never gets here: it was answered 404.
     */
    TenantId tenant();

    /** The decoded path parameter of that name; at most 256 characters. */
    String path(String name);

    /** The query parameter of that name, if given once; given twice it is refused. */
    Optional<String> query(String name);

    /** {@code ?limit=} (default 50) and {@code ?after=}. */
    Page.Request page();

    /** The {@code Idempotency-Key} header, if it was sent, with its request. Only for routes that are {@code idempotent()}. */
    Optional<IdempotencyKey> idempotencyKey();

    /** A request header, if present. */
    Optional<String> header(String name);

    /** The id that answer, audit and log share. */
    String requestId();
}
