// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.api.sessions.AgentAccess;
import dev.stagedoor.api.sessions.SessionAnswer;
import dev.stagedoor.api.sessions.SessionToken;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.kernel.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a page is told of its session, in a body and in headers. */
public final class SessionViews {
    private static final String SOCKET = "/api/rt/ws";
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=";

    /** The headers of a reply that deletes the cookie. */
    static final Map<String, String> NO_COOKIE = Map.of("Set-Cookie", Credentials.Cookie.NAME + '=' + ATTRIBUTES + 0);

    private final Clock clock;

    SessionViews(Clock clock) {
        this.clock = clock;
    }

    /**
     * The body of a reply to a sign-in.
     *
     * @param cookie whether the session's token goes into a cookie ({@link #headers}) instead of the body
     */
    public SessionAnswer answer(Exchange exchange, Sessions.Opened opened, boolean cookie) {
        Session session = opened.session();
        SessionToken token = token(session, cookie ? null : opened.text());
        return new SessionAnswer(
                session.id(),
                token.token(),
                token,
                session.user(),
                session.life().expiresAt(),
                access(exchange, opened.access()));
    }

    /** The headers of that reply. */
    public Map<String, String> headers(Sessions.Opened opened, boolean cookie) {
        return cookie ? cookie(opened.session(), opened.text()) : Map.of();
    }

    static SessionToken token(Session session, @Nullable Secret text) {
        return new SessionToken(
                text == null ? null : text.revealText(),
                session.life().expiresAt().getEpochSecond());
    }

    Map<String, String> cookie(Session session, Secret text) {
        Instant now = clock.instant();
        long seconds = Duration.between(now, session.life().expiresAt()).toSeconds();
        return Map.of(
                "Set-Cookie", Credentials.Cookie.NAME + '=' + text.revealText() + ATTRIBUTES + Math.max(seconds, 0));
    }

    static AgentAccess access(Exchange exchange, Sessions.Access access) {
        String token = access.token().text().revealText();
        return new AgentAccess(
                token,
                token,
                socket(exchange.header("host").orElse("localhost")),
                null,
                access.token().expiresAt().getEpochSecond(),
                access.listed().agents(),
                access.listed().voices(),
                access.listed().avatars());
    }

    /** TLS ends in front of the server, so that only the name tells whether there is any. */
    private static String socket(String host) {
        boolean local = host.matches("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
        return (local ? "ws://" : "wss://") + host + SOCKET;
    }
}
