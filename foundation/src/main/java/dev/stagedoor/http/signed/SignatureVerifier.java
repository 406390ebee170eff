// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.signed;

import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.util.Optional;

/** Verifies the signature of a whole request; each feature that receives signed requests supplies its own. */
@FunctionalInterface
public interface SignatureVerifier {
    /**
     * The signer: usually a {@link Principal.Sender} of the tenant that the request is for. Called twice for one
     * request (same request id) if the state changes in between.
     *
     * @throws dev.stagedoor.kernel.Problem {@code unauthenticated}, with the same detail whatever the cause
     */
    Principal verify(SignedRequest request);

    /** The problem as the senders of these requests understand it; empty for problem details. */
    default Optional<VendorApi.Failure> failure(Problem problem, String requestId) {
        return Optional.empty();
    }
}
