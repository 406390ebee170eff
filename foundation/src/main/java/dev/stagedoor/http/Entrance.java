// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the clients of some routes prove who they are, where that is not an API key: an app user, by their session. */
public interface Entrance {
    /** Its name in the route table and the documents: {@code app-session}. */
    String name();

    /** Who may enter, for the documents, in a sentence: {@code Requires an app user's session.} */
    String sentence();

    /** Whether pages of any origin may use a bearer token that they hold. */
    default boolean admitsAnyOrigin() {
        return false;
    }

    /**
     * Whoever sent the request. Asked again while a stream or a socket is open, and twice for one request if the state
     * changes in between.
     *
     * @throws dev.stagedoor.kernel.Problem {@code unauthenticated}, {@code tenant_suspended} and the like
     */
    Principal authenticate(Knock request);

    /** The problem as the clients of these routes understand it; empty for problem details. */
    default Optional<VendorApi.Failure> failure(Problem problem, String requestId) {
        return Optional.empty();
    }

    /**
     * What a request says of its sender.
     *
     * @param credentials a cookie only if another site cannot have caused the request (CSRF)
     * @param origin      the {@code Origin} header, or ""
     * @param host        the {@code Host} header, or ""
     * @param requestId   the id shared by the reply, the audit log and the logs
     * @param before      who was admitted by them before, where that is asked again; a ticket can be used only once
     */
    record Knock(
            Credentials credentials,
            String origin,
            String host,
            String requestId,
            @Nullable Principal before) {
        /** Whether it comes from one of this server's own pages: browsers send the origin of the page. */
        public boolean isFromOwnPage() {
            return isOwn(origin, host);
        }

        /** Whether that origin is one of the pages of that host, whoever ends TLS in front of it. */
        public static boolean isOwn(String origin, String host) {
            return !host.isEmpty() && (origin.equals("https://" + host) || origin.equals("http://" + host));
        }
    }
}
