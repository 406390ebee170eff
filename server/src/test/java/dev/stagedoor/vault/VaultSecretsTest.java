// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.db.Role;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.VaultScene.Server;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** S1, S2, I4: the vault's content cannot be read from its tables, from its output, or by another tenant. */
class VaultSecretsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final String MARKED = "marked-secret-0a1b2c3d4e5f-must-never-be-seen";

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server("APImarked", MARKED + java.util.UUID.randomUUID());

    @BeforeEach
    void put() {
        scene.put(acme, server);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void s1_no_row_of_any_table_holds_the_secret_in_any_common_writing() {
        List<String> dump = scene.query(
                "SELECT string_agg(query_to_xml('SELECT t::text FROM stagedoor.' || quote_ident(tablename) || ' t',"
                        + " true, false, '')::text, '') FROM pg_tables WHERE schemaname = 'stagedoor'");
        byte[] bytes = MARKED.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(bytes).substring(0, 40);

        assertThat(dump)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("APImarked")
                        .doesNotContain("marked-secret")
                        .doesNotContain(base64)
                        .doesNotContain(HexFormat.of().formatHex(bytes).substring(0, 40)));
    }

    @Test
    void s2_nothing_the_vault_answers_says_or_throws_holds_the_secret() {
        Credential kept = scene.versions(acme).getFirst();
        OpenCredential opened = scene.node()
                .snapshots()
                .fresh(acme)
                .get(scene.vault().active(), VaultScene.LIVEKIT)
                .orElseThrow();

        assertThat(List.of(
                        kept.toString(),
                        Json.text(kept),
                        opened.toString(),
                        server.request().toString()))
                .noneMatch(text -> text.contains("marked-secret"));
        assertThatThrownBy(() -> Json.text(opened)).hasMessageNotContaining("marked-secret");
        assertThatThrownBy(() -> scene.put(globex, server))
                .isInstanceOf(Problem.class)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("marked-secret"));
    }

    @Test
    void s1_a_sealed_value_copied_to_another_version_or_tenant_does_not_open() {
        scene.grantToken(acme, Duration.ofHours(1));
        scene.put(acme, scene.server());
        scene.put(globex, scene.server());
        String stolen = "(SELECT sealed FROM credentials WHERE version = 1 AND tenant_id = '" + acme + "')";

        DB.admin("UPDATE stagedoor.credentials SET sealed = " + stolen.replace("FROM ", "FROM stagedoor.")
                + " WHERE state = 'active' AND tenant_id IN ('" + acme + "', '" + globex + "')");

        for (TenantId tenant : List.of(acme, globex)) {
            assertThatThrownBy(() -> scene.node()
                            .snapshots()
                            .fresh(tenant)
                            .get(scene.vault().active(), VaultScene.LIVEKIT))
                    .isInstanceOf(SealBroken.class)
                    .hasMessageNotContaining("marked-secret");
        }
    }

    @Test
    void i4_the_running_role_reaches_no_other_tenants_rows_by_plain_sql() throws SQLException {
        try (Connection app = DB.as(Role.APP);
                Statement sql = app.createStatement()) {
            for (String tenant : List.of("", globex.value())) {
                sql.execute("SELECT set_config('stagedoor.tenant', '" + tenant + "', false)");
                for (String table : List.of("credentials", "credential_fingerprints")) {
                    assertThat(sql.executeQuery("SELECT 1 FROM " + table).next())
                            .as(table)
                            .isFalse();
                }
                assertThat(sql.executeUpdate("UPDATE credentials SET state = 'revoked'"))
                        .isZero();
                assertThat(sql.executeUpdate("DELETE FROM credential_fingerprints"))
                        .isZero();
            }
            assertThatThrownBy(() -> sql.execute("UPDATE credentials SET server_url = 'http://evil'"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> sql.execute("UPDATE credential_fingerprints SET tenant_id = '" + globex + "'"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> sql.execute(
                            "INSERT INTO credential_fingerprints VALUES (sha256('x'), '" + acme + "', 'url', now())"))
                    .hasMessageContaining("row-level security");
        }
    }

    @Test
    void i1_the_database_itself_holds_one_owner_per_fingerprint_and_no_tenants_claim_on_a_bare_key() {
        assertThatThrownBy(() -> DB.admin("INSERT INTO stagedoor.credential_fingerprints SELECT fingerprint, '" + globex
                        + "', part, now() FROM stagedoor.credential_fingerprints WHERE tenant_id = '" + acme + "'"))
                .hasStackTraceContaining("duplicate key");
        assertThatThrownBy(() -> DB.admin("INSERT INTO stagedoor.credential_fingerprints VALUES (sha256('k'), '"
                        + globex + "', 'key', now())"))
                .hasStackTraceContaining("check constraint");
        assertThatThrownBy(() -> DB.admin(
                        "INSERT INTO stagedoor.shared_servers VALUES ('" + globex + "', 'http://h', NULL, now())"))
                .hasStackTraceContaining("check constraint");
    }

    @Test
    void i1_a_tenants_transaction_learns_that_a_fingerprint_is_anothers_and_never_whose_nor_how_many()
            throws SQLException {
        try (Connection app = DB.as(Role.APP);
                Statement sql = app.createStatement()) {
            sql.execute("SELECT set_config('stagedoor.tenant', '" + globex + "', false)");
            try (var columns = sql.executeQuery("SELECT * FROM fingerprints_of_others(ARRAY[sha256('x')])")) {
                assertThat(columns.getMetaData().getColumnCount()).isEqualTo(1);
            }
            assertThat(sql.executeQuery("SELECT * FROM server_use('http://h', sha256('x'))")
                            .next())
                    .isFalse();
        }
    }
}
