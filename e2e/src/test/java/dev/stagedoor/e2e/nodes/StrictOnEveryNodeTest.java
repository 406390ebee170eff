// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.livekit.RealTenant;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.postgres.SharedPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What one node has taken back, no node gives from then on (T4)")
class StrictOnEveryNodeTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static URI other;
    private static RealTenant acme;
    private static RealServer second;

    @BeforeAll
    static void two_nodes_and_a_tenant() {
        other = SERVER.startAnotherNode();
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        second = RealServer.start();
    }

    @AfterAll
    static void close() {
        second.close();
        acme.close();
    }

    @AfterEach
    void the_chain_is_whole() {
        Chain.isWhole(SERVER.operator(), "acme");
    }

    private static List<Withdrawal> withdrawals() {
        return Withdrawal.of(SERVER.operator(), acme, second, other);
    }

    @ParameterizedTest
    @MethodSource("withdrawals")
    void between_nodes_that_hear_of_each_other(Withdrawal withdrawal) {
        strict(withdrawal, Rounds.of(15));
    }

    @ParameterizedTest
    @MethodSource("withdrawals")
    void between_nodes_that_are_deaf_to_each_other(Withdrawal withdrawal) {
        deafen();
        try {
            strict(withdrawal, Rounds.of(5));
        } finally {
            platform("ALTER DATABASE " + database() + " ALLOW_CONNECTIONS true");
        }
    }

    private static void strict(Withdrawal withdrawal, int rounds) {
        try (Bystander bystander = Bystander.of(withdrawal)) {
            for (int round = 1; round <= rounds; round++) {
                Answer before = withdrawal.ask().get();
                assertThat(withdrawal.granted()).as("before: %s", before).accepts(before);

                withdrawal.takeBack().run();
                long from = System.nanoTime();
                Answer after = withdrawal.ask().get();
                long until = System.nanoTime();
                withdrawal.giveBack().run();

                assertThat(withdrawal.refused())
                        .as("round %d: %s", round, after)
                        .accepts(after);
                assertThat(bystander.granted(from, until))
                        .as("to the bystander")
                        .isZero();
            }
        }
    }

    /** Ends the sessions that listen for epochs, and blocks new ones: pooled connections keep working. */
    private static void deafen() {
        platform("ALTER DATABASE " + database() + " ALLOW_CONNECTIONS false");
        String listening = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database()
                + "' AND query = 'LISTEN stagedoor_epoch'";
        Await.until("nobody listens", Duration.ofSeconds(10), () -> platform(listening) == 0);
    }

    private static String database() {
        return URI.create(SERVER.jdbcUrl().substring("jdbc:".length()))
                .getPath()
                .substring(1);
    }

    /** Runs a statement outside the class's database; returns the number of rows. */
    private static int platform(String sql) {
        var postgres = SharedPostgres.get();
        try (Connection connection = DriverManager.getConnection(
                        postgres.jdbcUrl("postgres"),
                        postgres.adminUser(),
                        postgres.password().revealText());
                Statement statement = connection.createStatement()) {
            int rows = 0;
            if (statement.execute(sql)) {
                for (var found = statement.getResultSet(); found.next(); ) {
                    rows++;
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
