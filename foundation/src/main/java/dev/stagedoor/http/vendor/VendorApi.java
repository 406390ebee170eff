// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.vendor;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.util.Optional;

/**
 * Another vendor's API that this server offers too, so that the vendor's own clients work with it. Such a client sends a
 * token of ours where the vendor's key goes, and understands the vendor's errors only.
 */
public interface VendorApi {
    /** Its name, for the documents: {@code anthropic}. */
    String name();

    /** The header of the vendor's key, for the documents. */
    String header();

    /**
     * Whose request it is: usually a {@link Principal.Sender}. It is asked again while a reply lasts, and twice for one
     * request if the state changes in between.
     *
     * @throws Problem {@code unauthenticated} and the like
     */
    Principal authenticate(Sent request);

    /** The problem as the vendor would say it. */
    Failure failure(Problem problem, String requestId);

    /** What is known of a request before its sender is. */
    interface Sent {
        /** A request header, if present; refused if given more than once. */
        Optional<String> header(String name);

        /** The id shared by the reply, the audit log and the logs. */
        String requestId();
    }

    /** An error of the vendor's: its HTTP status, and a body for JSON. */
    record Failure(int status, Object body) {}
}
