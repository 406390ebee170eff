// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.wire;

import dev.stagedoor.http.Socket;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;

/** How sockets are closed: the code tells the client whether to come again, and how. */
public final class CloseCodes {
    /** The token has expired, or there is none: get a fresh one, and come again. */
    public static final int EXPIRED = 4401;

    /** The user may not be here: sign in again. */
    public static final int FORBIDDEN = 4403;

    /** The client gave no sign of life. */
    public static final int SILENT = 4408;

    /** A newer connection has the UI session. */
    public static final int REPLACED = 4409;

    /** Too many, or no room: come again later. */
    public static final int LIMITED = 4429;

    private static final int RESTART = 1012;
    private static final int INTERNAL = 1011;
    private static final int POLICY = 1008;
    private static final Duration SOON = Duration.ofSeconds(1);

    private CloseCodes() {}

    /** How a socket is closed for that reason. */
    public static Socket.Close of(Problem why) {
        return switch (why.code()) {
            case TOKEN_EXPIRED -> new Socket.Close(EXPIRED, why.code().wire());
            case UNAUTHENTICATED, FORBIDDEN, TENANT_SUSPENDED, USER_REVOKED, ORIGIN_NOT_ALLOWED ->
                new Socket.Close(FORBIDDEN, why.code().wire());
            case SHUTTING_DOWN -> new Socket.Close(RESTART, why.code().wire());
            case INTERNAL, AUDIT_UNAVAILABLE ->
                new Socket.Close(INTERNAL, why.code().wire());
            default ->
                why.code().retryable()
                        ? new Socket.Close(LIMITED, "retry_after=" + seconds(why))
                        : new Socket.Close(POLICY, why.code().wire());
        };
    }

    private static long seconds(Problem why) {
        Duration after = why.retryAfter() == null ? SOON : why.retryAfter();
        return Math.max(1, after.plusMillis(999).toSeconds());
    }
}
