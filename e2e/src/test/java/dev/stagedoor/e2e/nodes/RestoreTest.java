// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.app.Caller;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.token.Verification;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Backup and restore as docs/operations.md says, onto a PostgreSQL that has never seen Stagedoor")
class RestoreTest {
    private static final Document FIRST_START =
            Document.of("docs/operations.md").section("## First start");
    private static final Document BACKUP = Document.of("docs/operations.md").section("## Backup and restore");

    private static final String SECRET = "the-secret-of-the-hotel-that-only-its-vault-has";
    private static final String MASTER_KEY = newKey();
    private static final Path FOLDER = Folders.temporary("stagedoor-backup");
    private static final PostgresHost BEFORE = PostgresHost.start(FOLDER);
    private static final PostgresHost AFTER = PostgresHost.start(FOLDER);

    private static String operatorKey = "";
    private static String backendKey = "";
    private static JsonNode head = MissingNode.getInstance();
    private static String doctor = "";
    private static String lost = "";
    private static String found = "";

    @BeforeAll
    static void lose_everything_but_the_dump_and_the_master_key() {
        BEFORE.sql(FIRST_START.blocks("sql").getFirst());
        var installed = ServingNode.Installed.migrated(node(BEFORE, "stagedoor"));
        operatorKey = installed.operatorKey();
        try (ServingNode node = installed.node()) {
            a_tenant_with_some_history(node);
        }
        BEFORE.sql(BACKUP.blocks("sql").getFirst());

        List<String> commands = BACKUP.blocks("sh");
        assertThat(commands).hasSize(3);
        BEFORE.run(BEFORE.shell(), commands.get(0)).must();
        AFTER.sql(FIRST_START.blocks("sql").getFirst());
        AFTER.run(AFTER.shell(), commands.get(1)).must();
        doctor = AFTER.run(node(AFTER, "stagedoor_restored"), commands.get(2))
                .must()
                .out();
        lost = whole(BEFORE, "stagedoor");
        found = whole(AFTER, "stagedoor_restored");
    }

    @AfterAll
    static void stop() {
        AFTER.close();
        BEFORE.close();
        Folders.delete(FOLDER);
    }

    private static void a_tenant_with_some_history(ServingNode node) {
        Caller operator = new Caller(node.url(), Secret.of(operatorKey));
        done(operator.post("/api/v1/tenants", "{\"slug\":\"hotel\",\"name\":\"Grand Hotel\"}"));
        done(operator.put("/api/v1/tenants/hotel/credentials/livekit?verify=false", """
            {"server_url":"wss://hotel.example","api_key":"APIhotel","api_secret":"%s"}""".formatted(SECRET)));
        try (StagedoorClient client =
                StagedoorClient.of(node.url(), dev.stagedoor.client.http.ApiKey.of(operatorKey))) {
            backendKey = client.inTenant("hotel")
                    .keys()
                    .create(new NewApiKey(KeyKind.SECRET, "backend", List.of("tokens:mint"), null, null, null, null))
                    .key();
        }
        done(new Caller(node.url(), Secret.of(backendKey)).post("/api/v1/tokens", "{}"));
        head = done(operator.get("/api/v1/tenants/hotel/audit/head")).json();
    }

    @Test
    void every_row_owner_right_and_policy_is_as_it_was() {
        assertThat(doctor).contains("ok").doesNotContain("failed");
        assertThat(sorted(found)).isEqualTo(sorted(lost));
        assertThat(lost).contains("Grand Hotel", "FORCE ROW LEVEL SECURITY", "OWNER TO stagedoor_definer");
    }

    @Test
    void a_node_with_the_same_master_key_opens_the_vault_and_goes_on_with_the_chains() {
        try (ServingNode node = ServingNode.of(node(AFTER, "stagedoor_restored"))) {
            Caller operator = new Caller(node.url(), Secret.of(operatorKey));
            assertThat(done(operator.get("/api/v1/tenants/hotel/audit/head")).json())
                    .isEqualTo(head);

            String token = done(new Caller(node.url(), Secret.of(backendKey)).post("/api/v1/tokens", "{}"))
                    .at("/participant_token");

            assertThat(new TokenVerifier(ApiKey.of("APIhotel", SECRET)).verify(token))
                    .as("signed with the secret in the vault")
                    .isInstanceOf(Verification.Accepted.class);
            Chain.isWhole(operator, "hotel");
            assertThat(done(operator.get("/api/v1/tenants/hotel/audit/head"))
                            .json()
                            .path("seq")
                            .asLong())
                    .isGreaterThan(head.path("seq").asLong());
        }
    }

    @Test
    void a_role_that_row_level_security_binds_makes_no_dump_instead_of_an_empty_one() {
        BEFORE.sql("CREATE ROLE bound LOGIN PASSWORD '…' IN ROLE pg_read_all_data");

        Shell.Ran dump = BEFORE.run(BEFORE.shell(), "pg_dump --username=bound --file=bound.sql stagedoor");

        assertThat(dump.code()).isEqualTo(1);
        assertThat(dump.err()).contains("row-level security");
    }

    /** A schema lists its rights in the order in which they were given. */
    private static List<String> sorted(String dump) {
        return dump.lines().sorted().toList();
    }

    /** Everything that {@code pg_dump} knows of the database, as text. */
    private static String whole(PostgresHost host, String database) {
        return host.run(host.shell(), "pg_dump --restrict-key=none " + database)
                .must()
                .out();
    }

    private static Shell node(PostgresHost host, String database) {
        return host.shell()
                .with("STAGEDOOR_MASTER_KEY", MASTER_KEY)
                .with("STAGEDOOR_DATABASE_URL", host.url(database))
                .with("STAGEDOOR_HTTP_PORT", "0");
    }

    private static String newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
