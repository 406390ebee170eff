// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.http.signed.SignatureVerifier;
import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.Scope;

/** Who may use a route. There is no default: a route without it does not compile. */
public sealed interface Access {

    /** Anyone, without credentials: health, documents. */
    record Anyone() implements Access {}

    /** Operators with that scope only. */
    record OperatorOnly(Scope scope) implements Access {}

    /** A tenant's secret key with that scope, for its own tenant; or an operator with it, for the path's tenant. */
    record TenantScope(Scope scope) implements Access {}

    /** As {@link TenantScope}, and a publishable key as well. */
    record Publishable(Scope scope) implements Access {}

    /**
     * Senders whose signature over the whole request is valid. Keys and sessions are not accepted.
     *
     * @param scheme   the signature scheme, for the documents: {@code standard-webhooks}
     * @param header   the signature's header, for the documents: {@code webhook-signature}
     * @param verifier verifies the signature
     */
    record Signed(String scheme, String header, SignatureVerifier verifier) implements Access {}

    /** Whoever the entrance knows: an app user with a session. API keys are not accepted. */
    record Entered(Entrance entrance) implements Access {}

    /** Clients of another vendor's API, with a token that stands for the vendor's key. Keys and sessions are not accepted. */
    record Vendor(VendorApi api) implements Access {}
}
