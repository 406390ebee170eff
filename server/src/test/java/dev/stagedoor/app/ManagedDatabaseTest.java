// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.db.DatabaseRefused;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("migrate needs what a managed database gives: owning the database, and CREATEROLE")
@Tag("slow")
class ManagedDatabaseTest {
    private static final String KEY = Installed.newKey();

    /** Its database, owned by a user that may log in, and has these rights. */
    private static Installed owned(String database, String rights) {
        Installed installed = Installed.on(database);
        String owner = database + "_owner";
        installed.sql("CREATE ROLE " + owner + " LOGIN PASSWORD 'managed' NOSUPERUSER NOBYPASSRLS " + rights);
        installed.sql("ALTER DATABASE " + database + " OWNER TO " + owner);
        return new Installed(database, database, owner, Secret.of("managed"));
    }

    @Test
    void its_owner_with_createrole_migrates_again_and_again_and_the_server_serves() {
        Installed installed = owned("managed", "CREATEROLE");
        Secret operator = installed.migrate(KEY).orElseThrow();

        assertThat(installed.migrate(KEY)).isEmpty();
        try (Server server = installed.serve(KEY);
                StagedoorClient client = StagedoorClient.of(
                        URI.create("http://127.0.0.1:" + server.port()), ApiKey.of(operator.revealText()))) {
            client.tenants().create(new NewTenant("acme", "Acme", null));
            assertThat(client.tenants().get("acme").slug()).isEqualTo("acme");
        }
        assertThat(installed.sql("SELECT DISTINCT nspowner::regrole FROM pg_namespace WHERE nspname = 'stagedoor'"))
                .containsExactly("managed_owner");
    }

    @Test
    void every_right_that_is_missing_is_said_in_one_sentence_with_what_grants_it() {
        Installed poor = owned("managed_poor", "NOCREATEROLE");
        poor.sql("ALTER DATABASE managed_poor OWNER TO CURRENT_USER");

        assertThatThrownBy(() -> poor.migrate(KEY))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessage(
                        "The user managed_poor_owner may not create roles (ALTER ROLE managed_poor_owner CREATEROLE);"
                                + " it may not create a schema (GRANT CREATE ON DATABASE managed_poor TO managed_poor_owner)."
                                + " Nothing was changed.");
        assertThat(poor.sql("SELECT rolname FROM pg_roles WHERE rolname = 'managed_poor_app'"))
                .isEmpty();
    }

    @Test
    void roles_and_a_schema_that_somebody_else_made_are_named() {
        Installed.on("managed_taken").migrate(KEY);
        Installed second = owned("managed_taken", "CREATEROLE");

        assertThatThrownBy(() -> second.migrate(KEY))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("does not own the schema stagedoor (migrate as ")
                .hasMessageContaining("managed_taken_app, managed_taken_definer");
    }

    @Test
    void a_database_or_a_password_that_is_wrong_is_said_without_the_password() {
        Installed installed = owned("managed_login", "CREATEROLE");

        assertThatThrownBy(() ->
                        new Installed("managed_login", "x", "managed_login_owner", Secret.of("hush")).migrate(KEY))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("managed_login_owner")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() ->
                        new Installed("not_there", "x", installed.adminUser(), installed.adminPassword()).migrate(KEY))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("Create it, then run `stagedoor migrate`.");
    }
}
