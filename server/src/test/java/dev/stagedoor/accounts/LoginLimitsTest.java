// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static dev.stagedoor.accounts.AccountScene.PASSWORD;
import static dev.stagedoor.accounts.AccountScene.email;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.commands.AppConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Failed logins are limited by account and by network, on all nodes together (52, 92, 99; I7)")
class LoginLimitsTest {
    private static final int PAIR = 3;
    private static final int ACCOUNT = 6;
    private static final int NETWORK = 8;

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(LoginLimitsTest::config);

    private static int number;

    private AccountScene acme;

    private static AppConfig config(AppConfig usual) {
        return TestConfig.with(
                usual,
                new AccountsConfig(Duration.ofHours(72), Duration.ZERO, Duration.ofHours(1), PAIR, ACCOUNT, NETWORK),
                usual.http().with(draft -> draft.trustedProxies = List.of("127.0.0.1")));
    }

    @BeforeEach
    void aTenant() {
        acme = new AccountScene(SERVER, "limits-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer from(String address, String user, String password) {
        return acme.login(acme.pageFrom(address), email(user), password);
    }

    private void fail(String address, String user, int times) {
        for (int i = 0; i < times; i++) {
            refused(from(address, user, "wrong password " + i), 401, "unauthenticated");
        }
    }

    @Test
    void an_account_fails_a_few_times_from_a_network_and_then_waits_even_with_the_right_password() {
        acme.account("alice");
        fail("192.0.2.1", "alice", PAIR);

        Answer limited = refused(from("192.0.2.1", "alice", PASSWORD), 429, "rate_limited");

        assertThat(limited.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(1L, 3_600L);
        done(from("192.0.2.2", "alice", PASSWORD));
    }

    @Test
    void an_unknown_address_is_limited_like_a_known_one() {
        fail("192.0.2.1", "nobody", PAIR);

        refused(from("192.0.2.1", "nobody", PASSWORD), 429, "rate_limited");
    }

    @Test
    void a_right_password_begins_the_count_anew_and_is_never_counted() {
        acme.account("alice");
        fail("192.0.2.1", "alice", PAIR - 1);
        for (int i = 0; i <= NETWORK; i++) {
            done(from("192.0.2.1", "alice", PASSWORD));
        }
        fail("192.0.2.1", "alice", PAIR - 1);

        done(from("192.0.2.1", "alice", PASSWORD));
    }

    @Test
    void an_office_is_not_locked_out_because_some_in_it_fail_until_very_many_do() {
        acme.account("alice");
        fail("192.0.2.1", "bob", PAIR);
        fail("192.0.2.1", "carol", PAIR);

        done(from("192.0.2.1", "alice", PASSWORD));
        fail("192.0.2.1", "dave", NETWORK - 2 * PAIR);
        refused(from("192.0.2.1", "alice", PASSWORD), 429, "rate_limited");
        done(from("192.0.2.2", "alice", PASSWORD));
    }

    @Test
    void strangers_on_many_networks_are_stopped_and_do_not_lock_out_the_owner_on_a_known_one() {
        acme.account("alice");
        done(from("192.0.2.1", "alice", PASSWORD));
        for (int network = 10; network < 10 + ACCOUNT; network++) {
            fail("192.0.2." + network, "alice", 1);
        }

        refused(from("192.0.2.99", "alice", PASSWORD), 429, "rate_limited");
        done(from("192.0.2.1", "alice", PASSWORD));
    }

    @Test
    void an_ipv6_client_has_one_network_whatever_address_it_takes_in_it() {
        fail("2001:db8:1:1::1", "nobody", 1);
        fail("2001:db8:1:1::2", "nobody", 1);
        fail("2001:db8:1:1:ffff::3", "nobody", 1);

        refused(from("2001:db8:1:1::4", "nobody", PASSWORD), 429, "rate_limited");
        fail("2001:db8:1:2::1", "nobody", 1);
    }

    @Test
    void what_a_client_writes_before_its_proxy_does_not_move_it_to_another_network() {
        fail("198.51.100.1, 192.0.2.1", "nobody", PAIR);

        refused(from("198.51.100.2, 192.0.2.1", "nobody", PASSWORD), 429, "rate_limited");
    }

    @Test
    void nodes_count_together() {
        URI other = SERVER.startAnotherNode();
        acme.account("alice");
        Caller there = acme.pageAt(other).with("X-Forwarded-For", "192.0.2.1");
        fail("192.0.2.1", "alice", PAIR - 1);
        refused(acme.login(there, email("alice"), "wrong password"), 401, "unauthenticated");

        refused(acme.login(there, email("alice"), PASSWORD), 429, "rate_limited");
        refused(from("192.0.2.1", "alice", PASSWORD), 429, "rate_limited");
    }

    @Test
    void guesses_at_once_are_no_more_than_guesses_one_by_one() throws Exception {
        acme.account("alice");
        List<Future<Answer>> guesses = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 3 * PAIR; i++) {
                String guess = "wrong password " + i;
                guesses.add(threads.submit(() -> from("192.0.2.1", "alice", guess)));
            }
        }

        int judged = 0;
        for (Future<Answer> guess : guesses) {
            judged += guess.get().status() == 401 ? 1 : 0;
        }
        assertThat(judged).isEqualTo(PAIR);
    }

    @Test
    void a_changed_password_counts_its_failures_in_the_same_way() {
        acme.account("alice");
        Answer login = done(acme.login("alice"));
        String wrong = "{\"current\":\"not her password\",\"password\":\"another password\"}";
        for (int i = 0; i < PAIR; i++) {
            assertThat(refused(acme.session(login).post("/api/auth/change-password", wrong), 422, "invalid_request")
                            .fields())
                    .containsExactly("current");
        }

        refused(acme.session(login).post("/api/auth/change-password", wrong), 429, "rate_limited");
        refused(acme.login("alice"), 429, "rate_limited");
    }

    @Test
    void an_hour_later_it_begins_anew_and_rows_that_nothing_needs_go() {
        acme.account("alice");
        fail("192.0.2.1", "alice", PAIR);
        SERVER.sql("UPDATE account_failures SET since = since - interval '1 hour',"
                + " kept_until = kept_until - interval '1 hour'");

        fail("192.0.2.7", "bob", 1);
        assertThat(SERVER.column("SELECT count(*) FROM account_failures WHERE tenant_id = '" + acme.tenant.id() + "'"))
                .as("bob, his network, and both")
                .containsExactly("3");
        done(from("192.0.2.1", "alice", PASSWORD));
    }
}
