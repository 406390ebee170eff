// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Role;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.kernel.TurnableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** I4: plain SQL as the server's roles, against the tables of tenants, keys and idempotency. */
@Tag("slow")
class RowLevelSecurityTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static Tenant acme;
    private static Tenant globex;

    @BeforeAll
    static void begin() {
        try (TestNode node = TestNode.first(DB, CLOCK)) {
            acme = furnished(node, "acme");
            globex = furnished(node, "globex");
        }
    }

    /** A tenant with a row in every table. */
    private static Tenant furnished(TestNode node, String slug) {
        Tenant tenant = node.tenant(slug);
        node.publishableKey(tenant, "https://" + slug + ".example");
        node.tenants().users().revoke(node.operator(), tenant.id(), "alice");
        node.on()
                .idempotency()
                .once(
                        node.operator(),
                        tenant.id(),
                        Optional.of(new IdempotencyKey("key", "hash")),
                        change -> {
                            change.append(Draft.of(TestNode.job(), change.now(), "test", "test", "{}"));
                            return new Made<>(true, Map.of());
                        },
                        ids -> true);
        return tenant;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenants",
                "tenant_slugs",
                "app_users",
                "evictions",
                "api_keys",
                "api_key_origins",
                "idempotency_keys"
            })
    void a_tenants_transaction_sees_its_own_rows_and_without_a_tenant_there_are_none(String table) throws SQLException {
        String all = "SELECT count(*) FROM " + table;
        String foreign = all + " WHERE tenant_id <> '" + acme.id() + "'";

        assertThat(number(Role.APP, acme, all)).isPositive();
        assertThat(number(Role.APP, acme, foreign)).isZero();
        assertThat(number(Role.APP, null, all)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE tenants SET status = 'active'",
                "UPDATE app_users SET revoked = false",
                "DELETE FROM app_users",
                "DELETE FROM evictions",
                "UPDATE api_keys SET revoked_at = now()",
                "DELETE FROM api_key_origins",
                "DELETE FROM idempotency_keys"
            })
    void a_tenants_transaction_changes_no_row_of_another(String statement) throws SQLException {
        assertThat(updated(statement + " WHERE tenant_id = '" + globex.id() + "'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO tenant_slugs VALUES ('stolen', '%s')",
                "INSERT INTO app_users VALUES ('%s', 'eve', false, now())",
                "INSERT INTO evictions VALUES ('%s', 'evi_x', 'tenant', '', '', now(), 0, now(), now())",
                "INSERT INTO api_key_hashes VALUES (sha256('x'), '%s', 'key_x')",
                "INSERT INTO api_key_origins VALUES ('https://evil.example', '%s', 'key_x')",
                "INSERT INTO idempotency_keys VALUES ('%s', 'k', 'h', '{}', now())",
                "INSERT INTO tenants VALUES ('%s', 's', 'n', 'active', '{}', now(), now())",
                "UPDATE evictions SET tenant_id = '%s'",
                "UPDATE app_users SET tenant_id = '%s'"
            })
    void a_tenants_transaction_writes_nothing_in_anothers_name(String statement) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> updated(statement.formatted(globex.id())))
                .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        APP       | DELETE FROM tenants
        APP       | UPDATE tenants SET slug = 'other'
        APP       | DELETE FROM tenant_slugs
        APP       | UPDATE tenant_slugs SET tenant_id = tenant_id
        APP       | SELECT hash FROM api_key_hashes
        APP       | DELETE FROM api_key_hashes
        APP       | UPDATE api_key_hashes SET key_id = 'x'
        APP       | DELETE FROM api_keys
        APP       | UPDATE api_keys SET scopes = '{}'
        APP       | UPDATE api_keys SET expires_at = NULL
        APP       | SELECT * FROM directory_tenants('', 10)
        APP       | SELECT * FROM directory_keys('{}')
        APP       | SELECT * FROM directory_epochs('{}')
        APP       | ALTER TABLE tenants DISABLE ROW LEVEL SECURITY
        APP       | DROP POLICY app_tenant ON tenants
        APP       | SET ROLE stagedoor_test_definer
        LANE      | SELECT * FROM tenants
        LANE      | SELECT * FROM api_keys
        LANE      | SELECT * FROM directory_tenants('', 10)
        DIRECTORY | SELECT * FROM tenants
        DIRECTORY | SELECT * FROM api_keys
        DIRECTORY | SELECT * FROM api_key_hashes
        DIRECTORY | SELECT * FROM tenant_ledger
        POLLER    | SELECT subject FROM evictions
        POLLER    | SELECT ids FROM idempotency_keys
        POLLER    | DELETE FROM evictions
        POLLER    | SELECT * FROM tenants
        """)
    void what_a_role_has_no_business_with_is_denied(Role role, String statement) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> run(role, acme, statement))
                .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
    }

    private static long number(Role role, @Nullable Tenant tenant, String query) throws SQLException {
        try (Connection connection = DB.as(role);
                Statement sql = connection.createStatement()) {
            enter(connection, sql, tenant);
            try (ResultSet rs = sql.executeQuery(query)) {
                rs.next();
                return rs.getLong(1);
            }
        }
    }

    private static int updated(String statement) throws SQLException {
        try (Connection connection = DB.as(Role.APP);
                Statement sql = connection.createStatement()) {
            enter(connection, sql, acme);
            return sql.executeUpdate(statement);
        }
    }

    private static void run(Role role, Tenant tenant, String statement) throws SQLException {
        try (Connection connection = DB.as(role);
                Statement sql = connection.createStatement()) {
            enter(connection, sql, tenant);
            sql.execute(statement);
        }
    }

    /** Everything here is rolled back when the connection closes. */
    private static void enter(Connection connection, Statement sql, @Nullable Tenant tenant) throws SQLException {
        connection.setAutoCommit(false);
        if (tenant != null) {
            sql.execute("SELECT set_config('stagedoor.tenant', '" + tenant.id() + "', true)");
        }
    }
}
