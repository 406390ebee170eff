// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.doctor.CheckResult.Status;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.PostgresExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("doctor looks at the database as the server's own roles see it")
@Tag("slow")
class DoctorDatabaseTest {
    @RegisterExtension
    static final PostgresExtension POSTGRES = DoctorScene.migratedDatabase();

    private static Map<String, String> environment() {
        return DoctorScene.environment(POSTGRES.jdbcUrl());
    }

    private static List<CheckResult> examined() {
        return DoctorScene.examined(environment());
    }

    private static List<CheckResult> examined(String broken, String mended) {
        DoctorScene.admin(POSTGRES.jdbcUrl(), broken);
        try {
            return examined();
        } finally {
            DoctorScene.admin(POSTGRES.jdbcUrl(), mended);
        }
    }

    @Test
    void a_database_as_it_should_be_is_told_line_by_line() {
        List<CheckResult> results = examined();

        assertThat(DoctorScene.complaints(results)).isEmpty();
        assertThat(results.stream().map(CheckResult::what))
                .containsExactly(
                        "configuration",
                        "master key",
                        "database",
                        "database schema",
                        "row-level security",
                        "sealed data",
                        "database roles",
                        "durability",
                        "clocks",
                        "http.port 0");
        assertThat(results.get(2).why()).contains(POSTGRES.jdbcUrl()).contains("PostgreSQL 1");
        assertThat(DoctorReport.of(results).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ALTER ROLE stagedoor_doctor_app SUPERUSER | ALTER ROLE stagedoor_doctor_app NOSUPERUSER \
        | stagedoor_doctor_app is a superuser
        ALTER ROLE stagedoor_doctor_lane BYPASSRLS | ALTER ROLE stagedoor_doctor_lane NOBYPASSRLS \
        | stagedoor_doctor_lane has BYPASSRLS
        GRANT stagedoor_doctor_definer TO stagedoor_doctor_app \
        | REVOKE stagedoor_doctor_definer FROM stagedoor_doctor_app \
        | stagedoor_doctor_app is a member of stagedoor_doctor_definer, which owns objects of Stagedoor
        ALTER TABLE stagedoor.tenants OWNER TO stagedoor_doctor_app \
        | ALTER TABLE stagedoor.tenants OWNER TO postgres \
        | stagedoor_doctor_app owns objects of Stagedoor
        """)
    void a_role_that_row_level_security_would_not_bind_is_named(String broken, String mended, String why) {
        List<CheckResult> results = examined(broken, mended);

        assertThat(DoctorScene.complaints(results)).isEqualTo("FAILED database roles: " + why);
        assertThat(DoctorReport.of(results).exitCode()).isEqualTo(1);
    }

    @Test
    void a_table_without_forced_row_level_security_is_named() {
        assertThat(DoctorScene.complaints(examined(
                        "ALTER TABLE stagedoor.audit_entries NO FORCE ROW LEVEL SECURITY",
                        "ALTER TABLE stagedoor.audit_entries FORCE ROW LEVEL SECURITY")))
                .isEqualTo("FAILED row-level security: not forced on audit_entries");
    }

    @Test
    void a_migration_that_has_not_run_is_named() {
        String newest = DoctorScene.admin(
                        POSTGRES.jdbcUrl(),
                        "SELECT version FROM stagedoor.flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")
                .getFirst();
        List<CheckResult> results = examined(
                "UPDATE stagedoor.flyway_schema_history SET version = '0.5' WHERE version = '" + newest + "'",
                "UPDATE stagedoor.flyway_schema_history SET version = '" + newest + "' WHERE version = '0.5'");

        assertThat(DoctorScene.complaints(results)).isEqualTo("FAILED database schema: pending migrations: " + newest);
        assertThat(results).anySatisfy(result -> assertThat(result.remedy()).isEqualTo("run stagedoor migrate"));
    }

    @Test
    void a_database_that_is_ahead_of_this_version_is_a_warning() {
        List<CheckResult> results = examined(
                "INSERT INTO stagedoor.flyway_schema_history SELECT 999, '999', description, type, script, checksum,"
                        + " installed_by, installed_on, execution_time, success"
                        + " FROM stagedoor.flyway_schema_history WHERE version = '070'",
                "DELETE FROM stagedoor.flyway_schema_history WHERE version = '999'");

        assertThat(DoctorScene.complaints(results))
                .isEqualTo("WARN database schema: migrated by a newer version, to 999");
        assertThat(DoctorReport.of(results).exitCode()).isZero();
    }

    @Test
    void a_migration_that_ran_in_another_form_is_named() {
        assertThat(DoctorScene.complaints(examined(
                        "UPDATE stagedoor.flyway_schema_history SET checksum = checksum - 1 WHERE version = '001'",
                        "UPDATE stagedoor.flyway_schema_history SET checksum = checksum + 1 WHERE version = '001'")))
                .isEqualTo("FAILED database schema: differs from this version's migrations: 001");
    }

    @Test
    void a_history_that_may_not_be_read_is_mended_by_migrating() {
        assertThat(DoctorScene.complaints(examined(
                        "REVOKE SELECT ON stagedoor.flyway_schema_history FROM stagedoor_doctor_directory",
                        "GRANT SELECT ON stagedoor.flyway_schema_history TO stagedoor_doctor_directory")))
                .isEqualTo("FAILED database schema: cannot read the migration history");
    }

    @Test
    void a_commit_that_does_not_wait_for_the_disk_is_a_warning() {
        String database = POSTGRES.jdbcUrl().replaceFirst(".*/", "");

        assertThat(DoctorScene.complaints(examined(
                        "ALTER DATABASE " + database + " SET synchronous_commit = off",
                        "ALTER DATABASE " + database + " RESET synchronous_commit")))
                .isEqualTo("WARN durability: synchronous_commit off: confirmed changes can be lost in a crash");
    }

    @Test
    void another_master_key_is_never_advised_to_migrate_a_database_that_is_in_use() {
        Map<String, String> other = environment();
        String key = DoctorScene.randomKey();
        other.put("STAGEDOOR_MASTER_KEY", key);
        List<CheckResult> results = DoctorScene.examined(other);

        assertThat(DoctorScene.complaints(results))
                .isEqualTo("FAILED database roles: stagedoor_doctor_… cannot log in with the master key "
                        + MasterKeys.parse(Secret.of(key)).ids());
        assertThat(results)
                .anySatisfy(result -> assertThat(result.remedy())
                        .isEqualTo("on a new database, run stagedoor migrate; on one that is in use, take the key file"
                                + " of the nodes that work"));
    }

    @Test
    void a_new_key_in_front_of_the_old_one_is_told_to_migrate() {
        Map<String, String> rotated = environment();
        rotated.put("STAGEDOOR_MASTER_KEY", DoctorScene.randomKey() + ',' + rotated.get("STAGEDOOR_MASTER_KEY"));
        List<CheckResult> results = DoctorScene.examined(rotated);

        assertThat(DoctorScene.complaints(results))
                .startsWith("FAILED database roles: they have the passwords of the master key ");
        assertThat(results)
                .anySatisfy(result -> assertThat(result.remedy())
                        .isEqualTo("run stagedoor migrate, which sets those of the first key"));
    }

    @Test
    void a_database_that_is_not_there_is_said_once() throws IOException {
        Map<String, String> elsewhere = environment();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            elsewhere.put(
                    "STAGEDOOR_DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:" + free.getLocalPort() + "/x?sslpassword=hush");
        }
        assertThat(DoctorScene.complaints(DoctorScene.examined(elsewhere)).lines())
                .singleElement()
                .asString()
                .startsWith("FAILED database: jdbc:postgresql://127.0.0.1:")
                .contains("/x cannot be reached: ")
                .doesNotContain("hush");

        elsewhere.put("STAGEDOOR_DATABASE_URL", POSTGRES.jdbcUrl() + "_not");
        assertThat(DoctorScene.complaints(DoctorScene.examined(elsewhere)))
                .startsWith("FAILED database: ")
                .contains("does not exist");

        elsewhere.put("STAGEDOOR_DATABASE_URL", "mysql://127.0.0.1/x?password=hush");
        assertThat(DoctorScene.complaints(DoctorScene.examined(elsewhere)))
                .isEqualTo("FAILED configuration: database.url must be jdbc:postgresql://host:port/name");
    }

    @Test
    void clocks_that_are_more_than_a_second_apart_are_a_warning() {
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-5));
        List<CheckResult> results = DoctorCommand.server(null, environment(), late);

        assertThat(DoctorScene.complaints(results)).matches("WARN clocks: the database's is [45]\\d{3} ms ahead of .*");
    }

    @Test
    void a_postgresql_before_16_is_too_old() {
        assertThat(CheckDatabase.version("here", "15.14", 150_014).status()).isEqualTo(Status.FAILED);
        assertThat(CheckDatabase.version("here", "16.0", 160_000).status()).isEqualTo(Status.OK);
    }

    @Test
    void whoever_looks_may_not_write_the_history() {
        assertThat(DoctorScene.admin(
                        POSTGRES.jdbcUrl(),
                        "SELECT has_table_privilege('stagedoor_doctor_directory', 'stagedoor.flyway_schema_history', p)"
                                + " FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) p"))
                .containsExactly("t", "f", "f", "f", "f");
    }
}
