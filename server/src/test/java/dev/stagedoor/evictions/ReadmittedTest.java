// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.db.Migrations;
import dev.stagedoor.postgres.PostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** T3, T4: a participant removed from a room stays out until their tenant grants them a new token for it. */
@Tag("slow")
class ReadmittedTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void aTenantWithAnAgent() {
        acme = new TestTenant(SERVER, "acme").withAgent("greeter");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void the_next_call_in_the_same_room_readmits_its_user() {
        String call = "{\"agent_slug\":\"greeter\",\"user_id\":\"alice\",\"room_name\":\"desk\",\"wait\":\"joined\"}";
        Answer first = TestTenant.done(acme.trigger(call));
        TestTenant.done(acme.backend().post("/api/v1/calls/" + first.at("/call_id") + "/end"));
        assertThat(evictedFrom("acme.desk")).contains("alice");

        Answer second = TestTenant.done(acme.trigger(call));
        acme.livekit().state().join("acme.desk", "alice");

        assertThat(second.at("/call_id")).isNotEqualTo(first.at("/call_id"));
        TestTenant.until(
                "the eviction has ended", () -> evictedFrom("acme.desk").isEmpty());
        assertThat(acme.inside("acme.desk")).contains("alice");
    }

    @Test
    void a_removed_participant_is_removed_again_and_cannot_refresh_until_granted_a_new_token() {
        Answer call = acme.joinedCall("greeter");
        String room = call.at("/room_name");
        String refresh = "{\"token\":\"%s\"}".formatted(call.at("/participant_token"));
        acme.livekit().state().join(room, "alice");
        TestTenant.done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/participants/alice/remove"));

        acme.livekit().state().join(room, "alice");
        TestTenant.until("alice is removed again", () -> !acme.inside(room).contains("alice"));
        TestTenant.refused(acme.backend().post("/api/v1/tokens/refresh", refresh), 403, "participant_removed");

        String again = "{\"room_name\":\"%s\",\"participant_identity\":\"alice\"}".formatted(room);
        TestTenant.done(acme.token(again));
        TestTenant.done(acme.backend().post("/api/v1/tokens/refresh", refresh));
        acme.livekit().state().join(room, "alice");
        TestTenant.until("the eviction has ended", () -> evictedFrom(room).isEmpty());
        assertThat(acme.inside(room)).contains("alice");
    }

    /** The tenant's row is held while the removal is written; the refresh was judged before, and commits after it. */
    @Test
    void a_refresh_that_a_removal_overtakes_is_refused() throws SQLException, ExecutionException, InterruptedException {
        String carol = "{\"room_name\":\"hall\",\"participant_identity\":\"carol\"}";
        String token = TestTenant.done(acme.token(carol)).at("/participant_token");
        String ofAcme = " FROM tenant_ledger WHERE tenant_id = '" + acme.id() + "'";
        try (Connection removal = asAdmin();
                Statement sql = removal.createStatement();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            sql.execute("SELECT 1" + ofAcme + " FOR UPDATE");
            Future<Answer> refreshed = threads.submit(
                    () -> acme.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + token + "\"}"));
            TestTenant.until(
                    "it waits to commit",
                    () -> !SERVER.column("SELECT 1 FROM pg_stat_activity"
                                    + " WHERE wait_event_type = 'Lock' AND datname = current_database()")
                            .isEmpty());
            sql.execute("INSERT INTO evictions (tenant_id, eviction_id, kind, room, subject, until, since_seq,"
                    + " created_at, next_look) SELECT tenant_id, 'evi_hall', 'participant', 'acme.hall', 'carol',"
                    + " now() + interval '1 hour', seq, now(), now()" + ofAcme);
            removal.commit();

            TestTenant.refused(refreshed.get(), 403, "participant_removed");
        }
    }

    private static Connection asAdmin() throws SQLException {
        Connection connection = DriverManager.getConnection(
                SERVER.jdbcUrl(),
                PostgresExtension.adminUser(),
                PostgresExtension.adminPassword().revealText());
        connection.setSchema(Migrations.SCHEMA);
        connection.setAutoCommit(false);
        return connection;
    }

    private static List<String> evictedFrom(String room) {
        return SERVER.column("SELECT subject FROM evictions WHERE room = '" + room + "'");
    }
}
