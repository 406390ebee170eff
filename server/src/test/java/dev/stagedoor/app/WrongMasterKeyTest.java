// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static dev.stagedoor.app.Installed.newKey;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.DatabaseRefused;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A master key that is not the database's is refused, and nothing is changed (S1, S3)")
@Tag("slow")
class WrongMasterKeyTest {
    private static String id(String key) {
        return MasterKeys.parse(Secret.of(key)).primary().id();
    }

    @Test
    void migrate_names_both_keys_and_leaves_roles_and_rows_as_they_were() {
        Installed installed = Installed.on("wrong_key");
        String right = newKey();
        String wrong = newKey();
        installed.migrate(right);

        unchanged(
                installed,
                () -> assertThatThrownBy(() -> installed.migrate(wrong))
                        .isInstanceOf(MasterKeyRefused.class)
                        .hasMessageContainingAll(
                                id(right), id(wrong), "Nothing was changed", "in front of the old one"));

        installed.serve(right).close();
    }

    @Test
    void serve_refuses_it_whether_or_not_the_roles_let_it_in() {
        Installed installed = Installed.on("wrong_key_served");
        String right = newKey();
        String wrong = newKey();
        installed.migrate(right);

        unchanged(
                installed,
                () -> assertThatThrownBy(() -> installed.serve(wrong))
                        .isInstanceOf(DatabaseRefused.class)
                        .hasMessageContaining("wrong_key_served_app")
                        .hasMessageContaining("stagedoor doctor"));

        // As the migrate of an earlier version left them.
        Installed empty = Installed.on("wrong_key_elsewhere");
        empty.migrate(wrong);
        for (String role : List.of("app", "lane", "directory", "poller")) {
            installed.sql("UPDATE pg_authid SET rolpassword = (SELECT rolpassword FROM pg_authid WHERE rolname ="
                    + " 'wrong_key_elsewhere_" + role + "') WHERE rolname = 'wrong_key_served_" + role + "'");
        }
        unchanged(
                installed,
                () -> assertThatThrownBy(() -> installed.serve(wrong))
                        .isInstanceOf(MasterKeyRefused.class)
                        .hasMessageContainingAll(id(right), id(wrong)));
    }

    @Test
    void another_key_under_the_same_name_is_another_key() {
        Installed installed = Installed.on("wrong_key_same_name");
        installed.migrate("k1:" + newKey());

        unchanged(
                installed,
                () -> assertThatThrownBy(() -> installed.migrate("k1:" + newKey()))
                        .isInstanceOf(MasterKeyRefused.class));
    }

    @Test
    void a_new_key_in_front_of_the_old_one_is_a_rotation() {
        Installed installed = Installed.on("rotated_key");
        String old = newKey();
        String fresh = newKey();
        installed.migrate(old);

        installed.migrate(fresh + '\n' + old);
        installed.serve(fresh + '\n' + old).close();

        unchanged(
                installed,
                () -> assertThatThrownBy(() -> installed.migrate(fresh))
                        .isInstanceOf(MasterKeyRefused.class)
                        .hasMessageContaining(id(old)));
    }

    @Test
    void a_node_with_both_keys_logs_in_before_and_after_migrate_whichever_is_in_front() {
        Installed installed = Installed.on("rotated_roles");
        String old = newKey();
        String fresh = newKey();
        Secret operator = installed.migrate(old).orElseThrow();

        installed.serve(fresh + '\n' + old).close();
        try (Server running = installed.serve(old + '\n' + fresh)) {
            installed.migrate(fresh + '\n' + old);

            installed.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE"
                    + " 'rotated\\_roles\\_%'");
            until("it has logged in again", () -> isReady(running, operator));
        }
        installed.serve(old + '\n' + fresh).close();
    }

    @Test
    void after_a_rewrap_the_old_key_is_refused_alone_or_in_front_by_serve_and_by_migrate() {
        Installed installed = Installed.on("retired_key");
        String old = newKey();
        String fresh = newKey();
        Secret operator = installed.migrate(old).orElseThrow();
        installed.migrate(fresh + '\n' + old);
        try (Server turned = installed.serve(old + '\n' + fresh)) {
            refused(caller(turned, operator).post("/api/v1/keys/rewrap"), 409, "conflict");
        }
        try (Server server = installed.serve(fresh + '\n' + old)) {
            Answer done = done(caller(server, operator).post("/api/v1/keys/rewrap"));
            assertThat(done.json().at("/done").asBoolean()).isTrue();
            assertThat(done.json().at("/retired/0").asText()).isEqualTo(id(old));
        }

        for (String keys : List.of(old, old + '\n' + fresh)) {
            unchanged(
                    installed,
                    () -> assertThatThrownBy(() -> installed.migrate(keys))
                            .isInstanceOf(MasterKeyRefused.class)
                            .hasMessageContaining("Nothing was changed"));
            assertThatThrownBy(() -> installed.serve(keys)).hasMessageContaining("master key");
        }
        installed.serve(fresh).close();
    }

    private static Caller caller(Server server, Secret key) {
        return new Caller(URI.create("http://127.0.0.1:" + server.port()), key);
    }

    private static boolean isReady(Server server, Secret operator) {
        return caller(server, operator).get("/health/ready").status() == 200;
    }

    @Test
    void the_roles_of_another_installation_keep_their_passwords() {
        Installed installed = Installed.on("wrong_prefix");
        String right = newKey();
        installed.migrate(right);
        Installed other = installed.besides("wrong_prefix_besides");

        unchanged(
                installed,
                () -> assertThatThrownBy(() -> other.migrate(newKey()))
                        .isInstanceOf(DatabaseRefused.class)
                        .hasMessageContaining("database.role_prefix"));
        other.migrate(right);
    }

    private static void unchanged(Installed installed, ThrowingCallable refused) {
        List<String> before = installed.everything();
        try {
            refused.call();
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
        assertThat(before).hasSizeGreaterThan(20);
        assertThat(installed.everything()).isEqualTo(before);
    }
}
