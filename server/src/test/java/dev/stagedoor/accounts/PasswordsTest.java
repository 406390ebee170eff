// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static dev.stagedoor.accounts.AccountScene.PASSWORD;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.json.Json;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Users set their passwords by one-time tokens, and change them (S4, T4)")
class PasswordsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private AccountScene acme;

    @BeforeEach
    void aTenant() {
        acme = new AccountScene(SERVER, "passwords-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private void refusedToken(String token) {
        Answer refused = refused(acme.setPassword(token, PASSWORD), 422, "invalid_request");
        assertThat(refused.at("/detail")).isEqualTo("token: is not valid, was used, or has expired");
    }

    private Answer change(Answer login, String current, String password) {
        return acme.session(login)
                .post("/api/auth/change-password", Json.text(Map.of("current", current, "password", password)));
    }

    @Test
    void a_token_works_once() {
        Answer invited = acme.invited("alice");
        assertThat(invited.at("/token")).startsWith("sd_once_");
        assertThat(invited.at("/account/state")).isEqualTo("invited");

        done(acme.setPassword(invited.at("/token"), PASSWORD));

        refusedToken(invited.at("/token"));
        done(acme.login("alice"));
    }

    @Test
    void one_that_was_replaced_expired_made_up_or_is_of_another_tenant_is_refused_in_the_same_words() {
        String replaced = acme.invited("alice").at("/token");
        String expired = done(acme.backend("reset", "alice")).at("/token");
        SERVER.sql("UPDATE accounts SET token_expires_at = now() WHERE tenant_id = '" + acme.tenant.id() + "'");
        refusedToken(replaced);
        refusedToken(expired);
        refusedToken("sd_once_" + "A".repeat(43));
        refusedToken("anything");
        try (AccountScene globex = new AccountScene(SERVER, "others-" + number)) {
            refusedToken(globex.invited("alice").at("/token"));
        }
        assertThat(acme.hashings()).as("no token, no hashing").isEqualTo(acme.hashings());
    }

    @Test
    void one_ends_when_its_account_is_disabled_and_there_is_none_until_it_is_enabled() {
        String token = acme.invited("alice").at("/token");
        done(acme.backend("disable", "alice"));

        refusedToken(token);
        refused(acme.backend("reset", "alice"), 409, "conflict");
        done(acme.backend("enable", "alice"));
        refusedToken(token);
        done(acme.setPassword(done(acme.backend("reset", "alice")).at("/token"), PASSWORD));
    }

    @Test
    void a_reset_ends_the_users_sessions_and_the_password_that_was_forgotten() {
        acme.account("alice");
        Answer session = done(acme.login("alice"));
        String token = done(acme.backend("reset", "alice")).at("/token");
        done(acme.refresh(session));

        done(acme.setPassword(token, "another password"));

        refused(acme.refresh(session), 401, "unauthenticated");
        refused(acme.login("alice"), 401, "unauthenticated");
        done(acme.login("alice", "another password"));
        assertThat(acme.tenant.audited("account.set_password")).hasSize(2);
    }

    @Test
    void a_change_ends_the_users_other_sessions() {
        acme.account("alice");
        Answer here = done(acme.login("alice"));
        Answer there = done(acme.login("alice"));
        String token = done(acme.backend("reset", "alice")).at("/token");

        done(change(here, PASSWORD, "another password"));

        done(acme.refresh(here));
        refused(acme.refresh(there), 401, "unauthenticated");
        refusedToken(token);
        refused(acme.login("alice"), 401, "unauthenticated");
        done(acme.login("alice", "another password"));
    }

    @Test
    void it_takes_the_password_in_use_and_an_account() {
        acme.account("alice");
        Answer login = done(acme.login("alice"));
        assertThat(refused(change(login, "not her password", "another password"), 422, "invalid_request")
                        .fields())
                .containsExactly("current");
        Answer without = done(acme.tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"bob\"}"));
        refused(change(without, PASSWORD, "another password"), 404, "not_found");
        refused(
                acme.page.post("/api/auth/change-password", "{\"current\":\"a\",\"password\":\"b\"}"),
                401,
                "unauthenticated");
    }

    @Test
    void a_password_has_8_to_256_characters_and_is_not_what_everybody_would_try_first() {
        String token = done(acme.invite(Map.of("user_id", "alice.long", "email", "alice@example.com")))
                .at("/token");
        for (String bad : new String[] {
            "1234567", "\ud83d\ude00".repeat(7), "x".repeat(257), "Alice@Example.com", "ALICE.LONG", "e\u0301".repeat(7)
        }) {
            assertThat(refused(acme.setPassword(token, bad), 422, "invalid_request")
                            .fields())
                    .as(bad)
                    .containsExactly("password");
        }

        done(acme.setPassword(token, "\ud83d\ude00".repeat(256)));
        done(acme.login(acme.page, "alice@example.com", "\ud83d\ude00".repeat(256)));
    }

    @Test
    void one_letter_is_one_however_a_keyboard_composes_it() {
        done(acme.setPassword(acme.invited("alice").at("/token"), "cafe\u0301 au lait"));

        done(acme.login("alice", "caf\u00e9 au lait"));
    }
}
