// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.jwk.OctetKeyPair;
import dev.stagedoor.api.sessions.JwkSet;
import dev.stagedoor.api.sessions.NewSession;
import dev.stagedoor.api.sessions.RefreshedAccess;
import dev.stagedoor.api.sessions.SessionAnswer;
import dev.stagedoor.api.sessions.SessionList;
import dev.stagedoor.api.sessions.SessionToken;
import dev.stagedoor.api.sessions.SessionView;
import dev.stagedoor.api.sessions.SigningKeyView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** App users' sessions over HTTP. */
final class SessionRoutes {
    private static final Access READ = new Access.TenantScope(Scope.SESSIONS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.SESSIONS_WRITE);
    private static final String ROOT = "/api/v1/";
    private static final String AUTH = "/api/auth/";

    private final Sessions sessions;
    private final SigningKeys keys;
    private final AgentResources resources;
    private final Access session;
    private final SessionViews replies;
    private final Clock clock;

    /** What it stands on. */
    record Doors(Sessions sessions, SigningKeys keys, SessionViews replies, AgentResources resources) {}

    SessionRoutes(Doors doors, SessionEntrance entrance, Clock clock) {
        this.sessions = doors.sessions();
        this.resources = doors.resources();
        this.keys = doors.keys();
        this.replies = doors.replies();
        this.session = new Access.Entered(entrance);
        this.clock = clock;
    }

    List<Route<?>> all() {
        List<Route<?>> routes = new ArrayList<>(Route.alsoUnderTenant(List.of(
                Route.post(ROOT + "sessions", WRITE)
                        .named("session.create", "Open a session for an app user")
                        .takes(NewSession.class)
                        .answers(SessionAnswer.class)
                        .grants()
                        .by(this::open),
                Route.get(ROOT + "sessions", READ)
                        .named("session.list", "List app users' sessions, the newest first")
                        .query("limit", "after", "user_id")
                        .answers(SessionList.class)
                        .by(this::list),
                Route.get(ROOT + "sessions/{session}", READ)
                        .named("session.get", "Show an app user's session")
                        .answers(SessionView.class)
                        .by(exchange -> Reply.ok(
                                view(sessions.get(exchange.principal(), exchange.tenant(), exchange.path("session"))))),
                Route.delete(ROOT + "sessions/{session}", WRITE)
                        .named("session.revoke", "Revoke an app user's session; what is open under it ends")
                        .by(this::revoke))));
        routes.addAll(ofUsers());
        routes.addAll(ofKeys());
        return routes;
    }

    private List<Route<?>> ofUsers() {
        return List.of(
                refresh(
                        "refresh-agent-token",
                        "session.refresh",
                        "Get a fresh token for agents, as the session's user"),
                refresh("refresh", "session.refresh_short", "Get a fresh token for agents, by the shorter path"),
                Route.post(AUTH + "logout", session)
                        .named("session.logout", "End the session of this request")
                        .by(this::logout));
    }

    private Route<?> refresh(String path, String action, String summary) {
        return Route.post(AUTH + path, session)
                .named(action, summary)
                .query("rotate")
                .answers(RefreshedAccess.class)
                .grants()
                .by(this::refresh);
    }

    private List<Route<?>> ofKeys() {
        return List.of(
                Route.get("/.well-known/jwks.json", new Access.Anyone())
                        .named("session.jwks", "Get the public keys of tokens for agents")
                        .answers(JwkSet.class)
                        .by(exchange -> jwks()),
                Route.post(ROOT + "signing-keys/rotate", new Access.OperatorOnly(Scope.KEYS_WRITE))
                        .named("signing_key.rotate", "Replace the key that signs tokens for agents")
                        .answers(SigningKeyView.class)
                        .by(this::rotate));
    }

    private Reply open(Exchange exchange, NewSession body) {
        if (body.tier() != null) {
            resources.tier(exchange.principal(), exchange.tenant(), body.userId(), body.tier());
        }
        Sessions.Opened opened = sessions.open(
                exchange.principal(),
                exchange.tenant(),
                new Sessions.Wanted(
                        body.userId(),
                        body.device() == null ? "" : body.device(),
                        body.ttl() == null ? null : Duration.ofSeconds(body.ttl())));
        return Reply.createdSecret(replies.answer(exchange, opened, false));
    }

    private Reply list(Exchange exchange) {
        String user = exchange.query("user_id").orElse("");
        Page<SessionView> page = sessions.list(exchange.principal(), exchange.tenant(), user, exchange.page())
                .map(SessionRoutes::view);
        return Reply.ok(new SessionList(page.items(), page.next()));
    }

    private static SessionView view(Session session) {
        return new SessionView(
                session.id(),
                session.user(),
                session.device().isEmpty() ? null : session.device(),
                session.maker().id(),
                session.life().createdAt(),
                session.life().expiresAt(),
                session.life().revokedAt());
    }

    private Reply revoke(Exchange exchange) {
        sessions.revoke(exchange.principal(), exchange.tenant(), exchange.path("session"));
        return Reply.nothing();
    }

    /** A page's cookie is replaced each time; a page that keeps the token itself has to ask, since it must store it. */
    private Reply refresh(Exchange exchange) {
        Principal.AppUser user = (Principal.AppUser) exchange.principal();
        if (exchange.credentials() instanceof Credentials.Cookie(Secret before)) {
            Sessions.Refreshed refreshed = sessions.replace(user, before);
            Secret next = refreshed.text();
            return answer(exchange, refreshed, next == null ? Map.of() : replies.cookie(refreshed.session(), next));
        }
        boolean rotate = exchange.query("rotate").filter("true"::equals).isPresent();
        Sessions.Refreshed refreshed = rotate && exchange.credentials() instanceof Credentials.Bearer(Secret before)
                ? sessions.replace(user, before)
                : sessions.refresh(user);
        return answer(exchange, refreshed, Map.of());
    }

    private static Reply answer(Exchange exchange, Sessions.Refreshed refreshed, Map<String, String> cookie) {
        Secret text = cookie.isEmpty() ? refreshed.text() : null;
        SessionToken token = text == null ? null : SessionViews.token(refreshed.session(), text);
        return new Reply.Json(
                200, new RefreshedAccess(SessionViews.access(exchange, refreshed.access()), token), cookie);
    }

    private Reply logout(Exchange exchange) {
        Principal.AppUser user = (Principal.AppUser) exchange.principal();
        sessions.revoke(user, user.tenant(), user.session());
        return new Reply.Empty(204, SessionViews.NO_COOKIE);
    }

    private Reply jwks() {
        Instant now = clock.instant();
        List<JwkSet.Jwk> known = keys.all().stream()
                .filter(key -> key.verifiesAt(now))
                .map(key -> jwk(key.pair().toPublicJWK()))
                .toList();
        return new Reply.Json(200, new JwkSet(known), Map.of("Cache-Control", "public, max-age=60"));
    }

    private static JwkSet.Jwk jwk(OctetKeyPair key) {
        return new JwkSet.Jwk(
                "OKP", "Ed25519", key.getKeyID(), "sig", "EdDSA", key.getX().toString());
    }

    private Reply rotate(Exchange exchange) {
        SigningKey key = keys.rotate(exchange.principal());
        return Reply.created(new SigningKeyView(key.id(), key.from()));
    }
}
