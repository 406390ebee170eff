package dev.stagedoor.http;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;

/** Says who is asking; implemented with the API keys ({@code access}). */
public interface Authenticator {
    /**
     * The principal behind a request's credentials.
     *
     * @param credentials what was sent; kinds that are not supported are refused as if nothing had been sent
     * @param origin      the {@code Origin} header, or ""
     * @param requestId   the request's id
     * @throws dev.stagedoor.kernel.Problem {@code unauthenticated}, {@code origin_not_allowed}, {@code tenant_suspended}
     */
    Principal authenticate(Credentials credentials, String origin, String requestId);

    /**
     * As {@link #authenticate}, for a request that was authenticated before and has not ended: its principal as it is
     * now. An authenticator of tickets overrides this, since a ticket is used up when the request begins.
     */
    default Principal authenticateAgain(Principal before, Credentials credentials, String origin) {
        return authenticate(credentials, origin, before.requestId());
    }

    /**
     * The tenant that a path names, by id or slug.
     *
     * @throws dev.stagedoor.kernel.Problem {@code not_found}
     */
    TenantId tenant(Principal by, String idOrSlug);

    /** Whether any publishable key of any tenant allows the origin; answers a browser's preflight request. */
    boolean knowsOrigin(String origin);
}
