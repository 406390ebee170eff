// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;

/** Authenticates credentials; implemented by {@code access}. */
public interface Authenticator {
    /**
     * The principal that a request's credentials belong to.
     *
     * @param credentials the credentials; unsupported kinds are refused like missing ones
     * @param origin      the {@code Origin} header, or ""
     * @param requestId   the request's id
     * @throws dev.stagedoor.kernel.Problem {@code unauthenticated}, {@code origin_not_allowed},
     *     {@code tenant_suspended}
     */
    Principal authenticate(Credentials credentials, String origin, String requestId);

    /**
     * Re-authenticates a request that is still open, by the current state. An authenticator that accepts
     * tickets overrides this, since a ticket can be used only once.
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
}
