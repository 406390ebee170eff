package dev.stagedoor.http;

import dev.stagedoor.kernel.Principal;

/** Verifies the signature of a whole request; each feature that receives signed requests supplies its own. */
@FunctionalInterface
public interface SignatureVerifier {
    /**
     * Who signed it: usually a {@link Principal.Sender}, whose tenant the request is for. It may be asked twice about one
     * request (same request id), when state changed while the first answer was in use.
     *
     * @throws dev.stagedoor.kernel.Problem {@code unauthenticated}, in the same words whatever is wrong
     */
    Principal verify(SignedRequest request);
}
