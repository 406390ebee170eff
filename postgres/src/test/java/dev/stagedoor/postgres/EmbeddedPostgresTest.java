// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class EmbeddedPostgresTest {
    private static final EmbeddedPostgres POSTGRES = SharedPostgres.get();

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("The settings are as durable and as closed as in production")
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "password_encryption, scram-sha-256",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "server_encoding, UTF8",
        "log_min_error_statement, panic",
    })
    void settings(String name, String value) throws SQLException {
        assertThat(Sql.column(POSTGRES, "postgres", "SHOW " + name)).containsExactly(value);
    }

    @Test
    @DisplayName("Every connection needs a scram password")
    void doors() throws SQLException {
        assertThat(Sql.column(POSTGRES, "postgres", "SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
                .containsExactly("scram-sha-256");
        assertThatThrownBy(() -> tryPassword("wrong")).isInstanceOf(SQLException.class);
    }

    private static void tryPassword(String password) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(POSTGRES.jdbcUrl("postgres"), POSTGRES.adminUser(), password)) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    @DisplayName("Text sorts by its bytes, regardless of the machine's locale")
    void locale() throws SQLException {
        assertThat(Sql.column(POSTGRES, "postgres", "SELECT datcollate FROM pg_database"))
                .containsOnly("C");
    }

    @Test
    @DisplayName("The password is random, in a private file of the data folder, and in no argument")
    void password() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("pg"))) {
            Path file = folder.resolve("pg/password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String password = Files.readString(file);
            assertThat(password).hasSize(43);
            assertThat(Secret.of(password)).isEqualTo(postgres.password()).isNotEqualTo(POSTGRES.password());
            assertThat(postgres.toString()).doesNotContain(password);
            assertThat(ProcessHandle.of(postgres.pid())
                            .orElseThrow()
                            .info()
                            .commandLine()
                            .orElse(""))
                    .contains("postgres")
                    .doesNotContain(password);
        }
    }

    @Test
    @DisplayName("Only its owner can enter the data folder")
    void folderClosed() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("pg"))) {
            assertThat(postgres.isRunning()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("pg"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    @DisplayName("A later start on the same folder keeps data and password; concurrent starts are rejected")
    void secondStart() throws Exception {
        Secret password;
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder.resolve("pg"))) {
            first.ensureDatabase("stagedoor");
            first.ensureDatabase("stagedoor");
            Sql.run(first, "stagedoor", "CREATE TABLE kept AS SELECT 'yes' AS word");
            password = first.password();
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("pg")))
                    .isInstanceOf(PostgresNotStarted.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(folder.resolve("pg"))) {
            assertThat(second.password()).isEqualTo(password);
            assertThat(Sql.column(second, "stagedoor", "SELECT word FROM kept")).containsExactly("yes");
        }
    }

    @Test
    @DisplayName("An incomplete cluster of an interrupted start is created again")
    void interruptedInit() throws Exception {
        Files.createDirectories(folder.resolve("pg/cluster.new/base"));
        Files.writeString(folder.resolve("pg/password"), "old");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("pg"))) {
            assertThat(Sql.column(postgres, "postgres", "SELECT 'works'")).containsExactly("works");
        }
    }

    @Test
    @DisplayName("A port in use is rejected by name, and the folder is unlocked again")
    void portTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            PostgresOptions options = PostgresOptions.ordinary().onPort(taken.getLocalPort());
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("pg"), options))
                    .isInstanceOf(PostgresNotStarted.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("Address already in use");
        }
        EmbeddedPostgres.start(folder.resolve("pg")).close();
    }

    @Test
    @DisplayName("Data of another major version is rejected, with what to do about it")
    void otherVersion() throws Exception {
        Files.createDirectories(folder.resolve("pg/cluster"));
        Files.writeString(folder.resolve("pg/cluster/PG_VERSION"), "15\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder.resolve("pg")))
                .isInstanceOf(PostgresNotStarted.class)
                .hasMessageContaining("belongs to PostgreSQL 15, but this is PostgreSQL 18")
                .hasMessageContaining("pg_dump");
    }
}
