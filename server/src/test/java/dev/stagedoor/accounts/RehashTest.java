// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static dev.stagedoor.accounts.AccountScene.PASSWORD;
import static dev.stagedoor.accounts.AccountScene.email;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.commands.AppConfig;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("S4: a password that was hashed at less than what is usual is hashed anew with its next login")
class RehashTest {
    private static final AtomicBoolean FIRST = new AtomicBoolean(true);

    /** Its first node hashes at the least cost, the others at more. */
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(RehashTest::config);

    private static AppConfig config(AppConfig usual) {
        AccountsConfig least = AccountsConfig.usual().withLeastCost();
        return FIRST.getAndSet(false)
                ? TestConfig.with(usual, least)
                : TestConfig.with(
                        usual,
                        new AccountsConfig(
                                least.tokenTime(),
                                Duration.ofSeconds(2),
                                least.failureWindow(),
                                10_000,
                                10_000,
                                10_000));
    }

    private static String stored() {
        return SERVER.column("SELECT password FROM accounts").getFirst();
    }

    @Test
    void on_a_node_that_hashes_at_more_and_only_by_the_right_password() {
        try (AccountScene acme = new AccountScene(SERVER, "acme")) {
            acme.account("alice");
            String before = stored();
            URI strong = SERVER.startAnotherNode();
            refused(acme.login(acme.pageAt(strong), email("alice"), "wrong password"), 401, "unauthenticated");
            assertThat(stored()).isEqualTo(before).contains("t=2,");

            until("the node has measured its machine, and hashes at more", () -> {
                done(acme.login(acme.pageAt(strong), email("alice"), PASSWORD));
                return !stored().contains("t=2,");
            });

            String after = stored();
            done(acme.login("alice"));
            assertThat(stored()).as("never hashed at less again").isEqualTo(after);
        }
    }
}
