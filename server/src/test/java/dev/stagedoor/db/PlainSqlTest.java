// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Plain SQL as the server's own roles gets no further than row-level security lets it (I4)")
class PlainSqlTest {
    private static final String ACME = "ten_0000000000acme0000000000aa";
    private static final String GLOBEX = "ten_0000000000gbex0000000000bb";

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @BeforeAll
    static void two_tenants() {
        for (String tenant : new String[] {ACME, GLOBEX}) {
            DB.admin("""
                INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('%1$s', sha256('%1$s'));
                INSERT INTO audit_entries SELECT '%1$s', 1, 'aud_1', now(), 'a', 'b', 'c', 'd', '{}', hash, hash
                  FROM tenant_ledger WHERE tenant_id = '%1$s';
                INSERT INTO agents VALUES ('%1$s', 'greeter', 'n', 'a', null, null, null, '{}', 1, true, now(), now())\
                """.formatted(tenant));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant_ledger", "audit_entries", "agents"})
    void without_a_tenant_there_are_no_rows(String table) throws SQLException {
        try (Session app = new Session(Role.APP)) {
            assertThat(app.number("SELECT count(*) FROM " + table)).isZero();
            app.run("SELECT set_config('stagedoor.tenant', '" + ACME + "', true)");
            app.commit();
            assertThat(app.number("SELECT count(*) FROM " + table))
                    .as("the setting has ended with its transaction")
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant_ledger", "audit_entries", "agents"})
    void a_tenant_sees_its_own_rows_only(String table) throws SQLException {
        try (Session app = Session.of(ACME)) {
            assertThat(app.number("SELECT count(*) FROM " + table)).isEqualTo(1);
            assertThat(app.number("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + GLOBEX + "'"))
                    .isZero();
        }
    }

    @Test
    void a_tenant_changes_its_own_rows_only() throws SQLException {
        try (Session app = Session.of(ACME)) {
            assertThat(app.changed("UPDATE tenant_ledger SET epoch = 99 WHERE tenant_id = '" + GLOBEX + "'"))
                    .isZero();
            assertThat(app.changed("DELETE FROM agents WHERE tenant_id = '" + GLOBEX + "'"))
                    .isZero();
            assertThat(app.changed("UPDATE tenant_ledger SET epoch = epoch + 1"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO audit_entries SELECT '" + GLOBEX + "', 2, 'x', now(), 'a', 'b', 'c', 'd', '{}', '', ''",
                "INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('ten_x', sha256('x'))",
                "UPDATE agents SET tenant_id = '" + GLOBEX + "'",
                "UPDATE tenant_ledger SET tenant_id = '" + GLOBEX + "'",
                "UPDATE audit_entries SET actor = 'nobody'",
                "DELETE FROM audit_entries",
                "TRUNCATE audit_entries",
                "DELETE FROM tenant_ledger",
                "ALTER TABLE agents DISABLE ROW LEVEL SECURITY",
                "DROP POLICY app_tenant ON agents",
                "SET row_security = off; SELECT count(*) FROM agents",
                "SET ROLE " + TestDatabase.PREFIX + "_definer",
                "CREATE TABLE stagedoor.mine (n int)",
                "SELECT * FROM directory_keys('{}')",
                "SELECT * FROM flyway_schema_history"
            })
    void what_the_app_may_not_do(String sql) throws SQLException {
        assertRefused(Session.of(ACME), sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE tenant_ledger SET epoch = 1",
                "UPDATE tenant_ledger SET tenant_id = 'ten_x'",
                "INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('ten_x', sha256('x'))",
                "DELETE FROM tenant_ledger",
                "UPDATE audit_entries SET actor = 'nobody'",
                "DELETE FROM audit_entries",
                "SELECT * FROM agents",
                "SELECT * FROM tenant_data_keys",
                "SELECT * FROM open_tenant('" + ACME + "', false)"
            })
    void what_the_lanes_may_not_do(String sql) throws SQLException {
        assertRefused(new Session(Role.LANE), sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tenant_ledger", "audit_entries", "agents", "api_keys", "api_key_hashes", "tenant_data_keys"})
    void the_directory_sees_no_table(String table) throws SQLException {
        assertRefused(new Session(Role.DIRECTORY), "SELECT * FROM " + table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM dispatches", "SELECT * FROM agents", "UPDATE dispatches SET fence = 0"})
    void what_the_poller_may_not_do(String sql) throws SQLException {
        assertRefused(new Session(Role.POLLER), sql);
    }

    private static void assertRefused(Session session, String sql) throws SQLException {
        try (session) {
            assertThatThrownBy(() -> session.run(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?s).*(permission denied|row-level security|must be owner|must be able to).*");
        }
    }

    /** A connection as a role, in a transaction that is only committed on request. */
    private static final class Session implements AutoCloseable {
        private final Connection connection;

        Session(Role role) throws SQLException {
            connection = DB.as(role);
            connection.setAutoCommit(false);
        }

        static Session of(String tenant) throws SQLException {
            Session app = new Session(Role.APP);
            app.run("SELECT set_config('stagedoor.tenant', '" + tenant + "', true)");
            return app;
        }

        void run(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        int changed(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        }

        int number(String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rs = statement.executeQuery(sql)) {
                rs.next();
                return rs.getInt(1);
            }
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }
}
