// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.UpgradeRows;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.VaultScene.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Nodes one version apart share the credentials (E6)")
class VaultUpgradeTest {
    /** The schema of the version that supported only LiveKit projects. */
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.at("070");

    private static final TenantId OLD = new TenantId("ten_01kjmma2g02zx4t2qcanjgw6t8");
    private static final String ID = "cred_01kjmma2g0qj4v0w0m3t8c5b7d";
    private static final String SHOWN =
            "SELECT attributes->>'server_url' || ' ' || (attributes->>'api_key') FROM stagedoor.credentials ORDER BY 1";

    private static List<String> filledByTheOwner = List.of();
    private static List<Credential> read = List.of();

    private VaultScene scene;
    private TenantId acme;

    @BeforeAll
    static void an_older_database_is_upgraded() throws SQLException, IOException {
        UpgradeRows.load(DB, "vault.sql");
        filledByTheOwner = triedByAnOwnerWhomPoliciesBind();
        DB.migrate();
        try (VaultScene first = new VaultScene(DB)) {
            read = first.versions(OLD);
        }
    }

    /** Runs the migration, and rolls it back, as a non-superuser owner: FORCE ROW LEVEL SECURITY applies. */
    private static List<String> triedByAnOwnerWhomPoliciesBind() throws SQLException, IOException {
        try (Connection admin = DB.asAdmin();
                Statement sql = admin.createStatement()) {
            admin.setAutoCommit(false);
            sql.execute("CREATE ROLE vault_upgrade_owner NOSUPERUSER NOBYPASSRLS");
            sql.execute("GRANT USAGE, CREATE ON SCHEMA stagedoor TO vault_upgrade_owner");
            sql.execute("ALTER TABLE credentials OWNER TO vault_upgrade_owner");
            sql.execute("SET LOCAL ROLE vault_upgrade_owner");
            sql.execute(migration());
            sql.execute("RESET ROLE");
            List<String> shown = new ArrayList<>();
            try (ResultSet rows = sql.executeQuery(SHOWN)) {
                while (rows.next()) {
                    shown.add(rows.getString(1));
                }
            }
            admin.rollback();
            return shown;
        }
    }

    private static String migration() throws IOException {
        String name = "/db/migration/V140__credentials_of_any_kind.sql";
        try (InputStream in = VaultUpgradeTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void a_node_of_this_version() {
        scene = new VaultScene(DB);
        acme = scene.tenant();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    @DisplayName("The migration fills the new columns, also for an owner whom row-level security binds")
    void filled() {
        assertThat(filledByTheOwner)
                .containsExactly(
                        "https://acme.example.com APIone",
                        "https://acme.example.com APItwo",
                        "https://old.example.com APIold");
    }

    @Test
    @DisplayName("Rows of the first version are read")
    void first_version() {
        assertThat(read)
                .containsExactly(
                        new Credential(
                                VaultScene.LIVEKIT,
                                ID,
                                3,
                                CredentialState.ACTIVE,
                                Map.of("server_url", "https://acme.example.com", "api_key", "APItwo"),
                                "cccc:0123456789ab",
                                new Credential.Times(at("12:00:00"), null, null, null, null)),
                        new Credential(
                                VaultScene.LIVEKIT,
                                ID,
                                2,
                                CredentialState.SUPERSEDED,
                                Map.of("server_url", "https://acme.example.com", "api_key", "APIone"),
                                "bbbb:0123456789ab",
                                new Credential.Times(at("11:00:00"), at("11:00:01"), at("12:00:00"), null, null)),
                        new Credential(
                                VaultScene.LIVEKIT,
                                ID,
                                1,
                                CredentialState.FAILED,
                                Map.of("server_url", "https://old.example.com", "api_key", "APIold"),
                                "aaaa:0123456789ab",
                                new Credential.Times(at("10:00:00"), null, at("10:02:00"), at("10:02:00"), null)));
    }

    @Test
    @DisplayName("A node of the version before goes on putting projects, and this version opens them")
    void older_insert() {
        String id = Ids.next("cred", scene.clock().instant());
        scene.node().ledger().store(scene.operator(), acme, tx -> {
            DataKey key = scene.node().on().dataKeys().find(tx).orElseThrow();
            byte[] sealed = key.seal(Secret.of("sealed-by-the-older-node"), new Binding(acme, id, 1));
            return tx.update("""
                            INSERT INTO credentials (tenant_id, kind, version, credential_id, state, server_url, api_key,
                                                     sealed, fingerprint, claims, created_at, due_at)
                            VALUES (:tenant, 'livekit', 1, :id, 'active', 'https://h.example.com', 'APIolder',
                                    :sealed, 'dddd:0123456789ab', '{}', :now, NULL)
                            """)
                    .bind("id", id)
                    .bind("sealed", sealed)
                    .bind("now", scene.clock().instant())
                    .execute();
        });

        OpenCredential opened = scene.node()
                .snapshots()
                .fresh(acme)
                .get(scene.vault().active(), VaultScene.LIVEKIT)
                .orElseThrow();

        assertThat(opened.secret().revealText()).isEqualTo("sealed-by-the-older-node");
        assertThat(opened.attributes()).isEqualTo(Map.of("server_url", "https://h.example.com", "api_key", "APIolder"));
    }

    @Test
    @DisplayName("A node of the version before finds the server and the key of what this version puts")
    void older_select() {
        Server server = scene.server();
        scene.put(acme, server);

        assertThat(scene.query("SELECT server_url || ' ' || api_key FROM credentials"
                        + " WHERE kind = 'livekit' AND state = 'active' AND tenant_id = '" + acme + "'"))
                .containsExactly("http" + server.url().substring(2) + " " + server.key());
    }

    @Test
    @DisplayName("Versions of a kind or a state that this version does not know are left out, and stop no sweep (I7)")
    void unknown_values() {
        scene.put(acme, scene.server());
        scene.grantToken(acme, Duration.ofHours(1));
        scene.put(acme, scene.server());
        scene.clock().turn(Duration.ofDays(1));
        DB.admin("ALTER TABLE credentials DROP CONSTRAINT credentials_state_check");
        newer("kind", "'carrier'");
        newer("name, state", "'newer', 'paused'");

        assertThat(scene.versions(acme)).extracting(Credential::version).containsExactly(2L, 1L);
        Page<Credential> first = scene.vault().list(scene.operator(), acme, new Page.Request(1, null));
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isEqualTo("carrier:1");

        scene.node().sweep();

        assertThat(scene.versions(acme).getLast().times().retiredAt())
                .isEqualTo(scene.clock().instant());
        assertThat(scene.query(
                        "SELECT kind || name || state FROM credentials WHERE retired_at IS NULL AND tenant_id = '"
                                + acme + "' ORDER BY 1"))
                .containsExactly("carrierdefaultsuperseded", "livekitdefaultactive", "livekitnewerpaused");
        assertThat(scene.claims(acme)).as("what the newer node claimed stays").isEqualTo(6);
    }

    /** A copy of the tenant's superseded version as a newer node would have it: not yet processed. */
    private void newer(String columns, String values) {
        String all = "tenant_id, version, credential_id, sealed, fingerprint, claims, created_at, ended_at, due_at";
        String rest = columns.equals("kind") ? "state" : "kind";
        DB.admin("INSERT INTO credentials (" + all + ", " + rest + ", " + columns + ") SELECT " + all + ", " + rest
                + ", "
                + values + " FROM credentials WHERE kind = 'livekit' AND name = 'default' AND version = 1"
                + " AND tenant_id = '" + acme + "'");
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-01T" + time + "Z");
    }
}
