// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.api.accounts.AgentLogin;
import dev.stagedoor.api.accounts.AgentLoginAnswer;
import dev.stagedoor.api.accounts.LoginAnswer;
import dev.stagedoor.api.accounts.LoginRequest;
import dev.stagedoor.api.accounts.NewPassword;
import dev.stagedoor.api.accounts.PasswordChange;
import dev.stagedoor.api.sessions.AgentAccess;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.sessions.SessionViews;
import dev.stagedoor.sessions.SessionsModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Accounts, for their users. */
final class LoginRoutes {
    private static final String AUTH = "/api/auth/";

    private final Logins logins;
    private final PasswordChanges passwords;
    private final SessionViews replies;
    private final Access visitor;
    private final Access session;

    LoginRoutes(Logins logins, PasswordChanges passwords, SessionsModule sessions) {
        this.logins = logins;
        this.passwords = passwords;
        this.replies = sessions.replies();
        this.visitor = new Access.Entered(sessions.visitors());
        this.session = new Access.Entered(sessions.entrance());
    }

    List<Route<?>> all() {
        return List.of(
                // Not a grant by its route: a grant is judged again while it holds the tenant's row, and hashing is
                // long.
                Route.post(AUTH + "login", visitor)
                        .named("account.login", "Log a user in")
                        .takes(LoginRequest.class)
                        .answers(LoginAnswer.class)
                        .by(this::login),
                login("/api/rt/login", "account.login_agent", "Log a user in, by username and password"),
                login("/rt/login", "account.login_agent_short", "Log a user in, by the shorter path"),
                Route.post(AUTH + "password", visitor)
                        .named("account.set_password", "Set a password by a one-time token; the user's sessions end")
                        .takes(NewPassword.class)
                        .by(this::set),
                Route.post(AUTH + "change-password", session)
                        .named("account.change_password", "Change one's password; one's other sessions end")
                        .takes(PasswordChange.class)
                        .by(this::change));
    }

    private Route<?> login(String path, String action, String summary) {
        return Route.post(path, visitor)
                .named(action, summary)
                .takes(AgentLogin.class)
                .answers(AgentLoginAnswer.class)
                .by(this::login);
    }

    /** Its client has no session's token, so it logs in again when the one for agents ends. */
    private Reply login(Exchange exchange, AgentLogin body) {
        Logins.Typed typed =
                new Logins.Typed(Email.of(body.username()), Passwords.typed(body.password()), "", exchange.network());
        Logins.LoggedIn done = logins.login(exchange.principal(), exchange.tenant(), typed);
        AgentAccess access = replies.answer(exchange, done.opened(), false).agentC();
        AgentLoginAnswer answer = new AgentLoginAnswer(access.token(), access.websocketUrl(), access.expiresAt(), null);
        return new Reply.Json(200, answer, Map.of("Cache-Control", "no-store"));
    }

    private Reply login(Exchange exchange, LoginRequest body) {
        boolean cookie = Boolean.TRUE.equals(body.cookie());
        Logins.Typed typed = new Logins.Typed(
                Email.of(body.email()),
                Passwords.typed(body.password()),
                body.device() == null ? "" : body.device(),
                exchange.network());
        Logins.LoggedIn done = logins.login(exchange.principal(), exchange.tenant(), typed);
        Map<String, String> headers = new HashMap<>(replies.headers(done.opened(), cookie));
        headers.put("Cache-Control", "no-store");
        LoginAnswer answer = AccountViews.of(done.account(), replies.answer(exchange, done.opened(), cookie));
        return new Reply.Json(200, answer, headers);
    }

    private Reply set(Exchange exchange, NewPassword body) {
        passwords.set(exchange.principal(), exchange.tenant(), body.token(), body.password());
        return Reply.nothing();
    }

    private Reply change(Exchange exchange, PasswordChange body) {
        passwords.change(
                (Principal.AppUser) exchange.principal(),
                new PasswordChanges.Change(body.current(), body.password(), exchange.network()));
        return Reply.nothing();
    }
}
