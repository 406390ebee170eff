// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static dev.stagedoor.app.Installed.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.db.DatabaseRefused;
import dev.stagedoor.kernel.Secret;
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
