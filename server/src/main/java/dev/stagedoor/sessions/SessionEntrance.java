// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;

/** App users, by the token of their session: a bearer, or a cookie. */
public final class SessionEntrance implements Entrance {
    private final Sessions sessions;

    SessionEntrance(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "app-session";
    }

    @Override
    public String sentence() {
        return "Requires an app user's session.";
    }

    /** Whoever holds the token may use it from anywhere; a cookie works on this server's own pages only. */
    @Override
    public boolean admitsAnyOrigin() {
        return true;
    }

    @Override
    public Principal authenticate(Knock request) {
        return switch (request.credentials()) {
            case Credentials.Bearer bearer -> sessions.admit(bearer.token(), request.requestId());
            case Credentials.Cookie cookie -> sessions.admit(cookie.value(), request.requestId());
            case Credentials.None none -> throw missing();
            case Credentials.Ticket ticket -> throw missing();
        };
    }

    private static Problem missing() {
        return Problem.of(ErrorCode.UNAUTHENTICATED, "Send the session's token: Authorization: Bearer sd_ses_…");
    }
}
