// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.crypto.SealBroken;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Role;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A data key per tenant: created once, stored wrapped, and gone for good once destroyed. */
class DataKeysTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Secret VALUE = Secret.of("marked-secret-77aa");

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final String masterText = randomKey();
    private final MasterKey master = MasterKey.parse(masterText);
    private final DataKeys keys = new DataKeys(MasterKeys.of(master), clock);
    private final TenantId acme = tenant();

    @Test
    void a_key_is_made_once_and_opens_on_every_node_that_has_the_master_key() {
        byte[] sealed = create(acme).seal(VALUE, here(acme));

        DataKeys otherNode = new DataKeys(MasterKeys.of(master), clock);
        DataKey there = DB.node().read(acme, otherNode::of);

        assertThat(there.open(sealed, here(acme))).isEqualTo(VALUE);
        assertThatThrownBy(() -> write(acme, keys::create)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_node_without_the_master_key_says_which_one_is_missing() {
        create(acme);
        DataKeys stranger = new DataKeys(MasterKeys.of(MasterKey.generate()), clock);

        assertThatThrownBy(() -> DB.database().read(acme, stranger::of))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining(master.id());
    }

    @Test
    void after_a_new_primary_key_the_old_ones_still_open_and_new_tenants_get_the_new_one() {
        byte[] sealed = create(acme).seal(VALUE, here(acme));
        String nextText = randomKey();
        DataKeys rotated = new DataKeys(MasterKeys.parse(Secret.of(nextText + "\n" + masterText)), clock);

        assertThat(DB.database().read(acme, rotated::of).open(sealed, here(acme)))
                .isEqualTo(VALUE);
        TenantId globex = tenant();
        write(globex, rotated::create);
        assertThat(text("SELECT kek_id FROM tenant_data_keys WHERE tenant_id = '" + globex + "'"))
                .isEqualTo(MasterKey.parse(nextText).id());
    }

    @Test
    void a_destroyed_key_opens_nothing_on_any_node_and_never_comes_back() {
        byte[] sealed = create(acme).seal(VALUE, here(acme));
        DataKeys otherNode = new DataKeys(MasterKeys.of(master), clock);
        Database otherDatabase = DB.node();
        assertThat(otherDatabase.read(acme, otherNode::of).open(sealed, here(acme)))
                .isEqualTo(VALUE);

        write(acme, tx -> assertThat(keys.destroy(tx)).isTrue());

        assertThat(otherDatabase.read(acme, otherNode::find)).isEmpty();
        assertThatThrownBy(() -> DB.database().read(acme, keys::of)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> write(acme, keys::create)).isInstanceOf(IllegalStateException.class);
        assertThat(text("SELECT wrapped IS NULL FROM tenant_data_keys WHERE tenant_id = '" + acme + "'"))
                .isEqualTo("t");
        write(acme, tx -> assertThat(keys.destroy(tx)).isFalse());
    }

    @Test
    void a_wrapped_key_copied_into_another_tenants_row_does_not_unwrap() {
        create(acme);
        TenantId globex = tenant();
        create(globex);

        DB.admin("UPDATE tenant_data_keys SET wrapped = (SELECT wrapped FROM tenant_data_keys WHERE tenant_id = '"
                + acme + "') WHERE tenant_id = '" + globex + "'");

        assertThatThrownBy(() -> DB.database().read(globex, keys::of)).isInstanceOf(SealBroken.class);
    }

    @Test
    void the_platforms_key_is_made_by_whoever_comes_first() {
        byte[] sealed = DB.database().write(TenantId.PLATFORM, keys::ensure).seal(VALUE, here(TenantId.PLATFORM));

        DataKey again = DB.node().write(TenantId.PLATFORM, keys::ensure);

        assertThat(again.open(sealed, here(TenantId.PLATFORM))).isEqualTo(VALUE);
    }

    @Test
    void i4_the_running_role_sees_no_other_tenants_key_by_plain_sql() throws SQLException {
        create(acme);
        try (Connection app = DB.as(Role.APP);
                Statement sql = app.createStatement()) {
            assertThat(sql.executeQuery("SELECT 1 FROM tenant_data_keys").next())
                    .isFalse();
            sql.execute("SELECT set_config('stagedoor.tenant', '" + tenant() + "', false)");
            assertThat(sql.executeQuery("SELECT 1 FROM tenant_data_keys").next())
                    .isFalse();
            assertThat(sql.executeUpdate("UPDATE tenant_data_keys SET destroyed_at = now(), wrapped = NULL"))
                    .isZero();
            assertThatThrownBy(() -> sql.execute("DELETE FROM tenant_data_keys"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() ->
                            sql.execute("INSERT INTO tenant_data_keys VALUES ('" + acme + "2', 'x', 'k', now(), NULL)"))
                    .hasMessageContaining("row-level security");
        }
    }

    private DataKey create(TenantId tenant) {
        write(tenant, keys::create);
        return DB.database().read(tenant, keys::of);
    }

    private static void write(TenantId tenant, java.util.function.Consumer<dev.stagedoor.db.Tx> work) {
        DB.database().write(tenant, tx -> {
            work.accept(tx);
            return true;
        });
    }

    private static Binding here(TenantId tenant) {
        return new Binding(tenant, "cred_1", 1);
    }

    private static String randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private TenantId tenant() {
        TenantId tenant = TenantId.next(clock.instant());
        DB.admin("INSERT INTO tenant_ledger (tenant_id, hash) VALUES ('" + tenant + "', sha256('x'::bytea))");
        return tenant;
    }

    private static String text(String sql) {
        try (Connection admin = DB.asAdmin();
                Statement statement = admin.createStatement();
                java.sql.ResultSet rs = statement.executeQuery(sql)) {
            assertThat(rs.next()).isTrue();
            return rs.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
