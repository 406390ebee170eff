// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("F8: whatever ends an app user's session closes their sockets, and lets them open no other (54, 120; K2)")
class SessionEndTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String PASSWORD = "correct horse battery";

    private static int number;

    private RealtimeScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RealtimeScene(SERVER, "session-end-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Caller backend() {
        return acme.tenant.backend();
    }

    private Answer session(Caller by) {
        return done(by.post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
    }

    private static String token(Answer session) {
        return session.at("/agent_c/agent_c_token");
    }

    private void assertEnds(Answer session, Runnable what) {
        String token = token(session);
        Page page = acme.open(token).ready();

        what.run();

        assertThat(page.closed()).startsWith("4403 ");
        assertThat(acme.open(token).closed()).startsWith("4403 ");
    }

    @Test
    void a_logout() {
        Answer session = session(backend());
        assertEnds(session, () -> done(SERVER.with(session.at("/session_token")).post("/api/auth/logout")));
    }

    @Test
    void a_revoked_user() {
        assertEnds(session(backend()), () -> done(backend().post("/api/v1/users/alice/revoke")));
    }

    @Test
    void a_revoked_key_that_opened_it() {
        CreatedApiKey key = acme.tenant
                .client()
                .keys()
                .create(new NewApiKey(KeyKind.SECRET, "other", List.of("sessions:write"), null, null, null, null));
        assertEnds(
                session(SERVER.with(key.key())),
                () -> acme.tenant.client().keys().revoke(key.apiKey().id()));
    }

    @Test
    void a_suspended_tenant() {
        assertEnds(session(backend()), () -> done(SERVER.operator().post(acme.tenant.path("/suspend"))));
    }

    @Test
    void a_disabled_account() {
        assertEnds(login(), () -> done(backend().post("/api/v1/accounts/alice/disable")));
    }

    @Test
    void a_password_that_was_set_anew() {
        assertEnds(
                login(),
                () -> setPassword(
                        done(backend().post("/api/v1/accounts/alice/reset")).at("/token"), "another horse battery"));
    }

    private Answer login() {
        String invited = done(backend()
                        .post("/api/v1/accounts", "{\"user_id\":\"alice\",\"email\":\"alice@example.com\"}"))
                .at("/token");
        setPassword(invited, PASSWORD);
        return done(acme.tenant
                .page()
                .post("/api/auth/login", "{\"email\":\"alice@example.com\",\"password\":\"" + PASSWORD + "\"}"));
    }

    private void setPassword(String token, String password) {
        done(acme.tenant
                .page()
                .post("/api/auth/password", "{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}"));
    }
}
