package dev.stagedoor.http;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;

/** Says who is asking; behind it are the API keys ({@code access}). */
public interface Authenticator {
    /**
     * The principal behind a request's key.
     *
     * @param bearer    the value after {@code Authorization: Bearer }, or "" when there is none
     * @param origin    the {@code Origin} header, or ""
     * @param requestId the request's id
     * @throws dev.stagedoor.kernel.Problem {@code unauthenticated}, {@code origin_not_allowed}, {@code tenant_suspended}
     */
    Principal authenticate(String bearer, String origin, String requestId);

    /**
     * The tenant that an operator names in a path, by id or slug.
     *
     * @throws dev.stagedoor.kernel.Problem {@code not_found}
     */
    TenantId tenant(Principal by, String idOrSlug);

    /** Whether some publishable key of any tenant admits the origin: what a browser's preflight is answered by. */
    boolean knowsOrigin(String origin);
}
