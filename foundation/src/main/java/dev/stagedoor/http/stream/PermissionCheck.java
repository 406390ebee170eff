// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import java.time.Duration;

/** How often whoever keeps a connection open proves its permission again. */
public final class PermissionCheck {
    /** K2 allows a second from the end of a permission to the end of what was opened under it; half is left for the work. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private PermissionCheck() {}
}
