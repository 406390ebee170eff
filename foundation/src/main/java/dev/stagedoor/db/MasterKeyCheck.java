// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.crypto.MasterKey;
import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.crypto.WrappedKey;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Whether a node's master keys are those of its database, found out before anything is changed. The roles' passwords
 * are derived from the first key, so a {@code migrate} with another one would lock out every node that works.
 */
public final class MasterKeyCheck {
    private static final String WRONG_PASSWORD = "28P01";

    /** One data key for each master key that wraps any: enough to prove that master key. */
    private static final String SAMPLES = """
        SELECT DISTINCT ON (kek_id) kek_id, tenant_id, wrapped
          FROM stagedoor.tenant_data_keys WHERE destroyed_at IS NULL ORDER BY kek_id, tenant_id
        """;

    private MasterKeyCheck() {}

    /**
     * For {@code serve}.
     *
     * @throws MasterKeyRefused if one of the keys in use is missing
     * @throws DatabaseRefused  if PostgreSQL is too old, or the database was not migrated to this version
     */
    public static void require(Database database, MasterKeys keys) {
        keys.requireOpening(database.directory(handle -> {
            PostgresVersion.of(handle).require();
            return inUse(handle);
        }));
        keys.requireCurrent(database.directory(handle ->
                migrated(() -> retired(handle, "SELECT kek_id FROM directory_retired_master_keys() AS r (kek_id)"))));
    }

    private static Map<TenantId, WrappedKey> inUse(Handle directory) {
        return migrated(() -> samples(directory, "SELECT * FROM directory_master_keys()"));
    }

    private static <T> T migrated(Supplier<T> look) {
        try {
            return look.get();
        } catch (JdbiException failed) {
            if (SqlState.isUndefined(failed)) {
                throw new DatabaseRefused(
                        "This database was not migrated to this version: run `stagedoor migrate`.", failed);
            }
            throw failed;
        }
    }

    /**
     * For {@code migrate}, inside the transaction that sets the passwords, on a schema of any version.
     *
     * @throws MasterKeyRefused if one of the keys in use is missing
     * @throws DatabaseRefused  if nothing is sealed yet, but the roles belong to another installation
     */
    static void require(Handle owner, String jdbcUrl, String prefix, MasterKeys keys) {
        Map<TenantId, WrappedKey> inUse = samplesOfOwner(owner);
        keys.requireOpening(inUse);
        keys.requireCurrent(retiredOfOwner(owner));
        String directory = Role.DIRECTORY.in(prefix);
        if (inUse.isEmpty() && MigratingUser.exists(owner, directory) && !anyOpens(jdbcUrl, prefix, keys.all())) {
            throw new DatabaseRefused("The roles " + prefix + "_… exist with passwords of another master key than "
                    + keys.ids()
                    + ": another Stagedoor in this PostgreSQL may use them. Choose another database.role_prefix,"
                    + " or drop these roles if nothing uses them. Nothing was changed.");
        }
    }

    /**
     * Which of the keys the roles' passwords were derived from, for {@code doctor}: a key further down in the file
     * means that {@code migrate} has not run since the first was put in front of it.
     */
    public static Optional<MasterKey> current(String jdbcUrl, String prefix, MasterKeys keys) {
        return keys.all().stream()
                .filter(key -> anyOpens(jdbcUrl, prefix, List.of(key)))
                .findFirst();
    }

    /** True also when that cannot be found out, because something else than the password is refused. */
    private static boolean anyOpens(String jdbcUrl, String prefix, List<MasterKey> keys) {
        return keys.stream().anyMatch(key -> opens(jdbcUrl, prefix, key));
    }

    private static boolean opens(String jdbcUrl, String prefix, MasterKey key) {
        Secret password =
                Objects.requireNonNull(RolePasswords.of(MasterKeys.of(key)).get(Role.DIRECTORY));
        Properties login = new Properties();
        login.setProperty("user", Role.DIRECTORY.in(prefix));
        login.setProperty("password", password.revealText());
        login.setProperty("connectTimeout", "5");
        login.setProperty("loginTimeout", "5");
        try (Connection open = DriverManager.getConnection(jdbcUrl, login)) {
            return open.isValid(5);
        } catch (SQLException refused) {
            return !WRONG_PASSWORD.equals(refused.getSQLState());
        }
    }

    /**
     * Forced row-level security hides the rows from their owner, too. It is lifted up to a savepoint, so nothing of that
     * is ever committed or seen by others.
     */
    private static Map<TenantId, WrappedKey> samplesOfOwner(Handle owner) {
        return ofOwner(owner, "stagedoor.tenant_data_keys", Map.of(), handle -> samples(handle, SAMPLES));
    }

    private static Set<String> retiredOfOwner(Handle owner) {
        String table = "stagedoor.retired_master_keys";
        return ofOwner(owner, table, Set.of(), handle -> retired(handle, "SELECT kek_id FROM " + table));
    }

    private static <T> T ofOwner(Handle owner, String table, T none, Function<Handle, T> look) {
        boolean there = owner.createQuery("SELECT to_regclass(:table) IS NOT NULL")
                .bind("table", table)
                .mapTo(Boolean.class)
                .one();
        if (!there) {
            return none;
        }
        owner.savepoint("look");
        try {
            owner.execute("SET LOCAL lock_timeout = '10s'");
            owner.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
            return look.apply(owner);
        } finally {
            owner.rollbackToSavepoint("look");
        }
    }

    private static Set<String> retired(Handle handle, String query) {
        return Set.copyOf(handle.createQuery(query).mapTo(String.class).list());
    }

    private static Map<TenantId, WrappedKey> samples(Handle handle, String query) {
        return handle
                .createQuery(query)
                .map((row, context) -> new Sample(
                        new TenantId(row.getString("tenant_id")),
                        WrappedKey.of(row.getBytes("wrapped"), row.getString("kek_id"))))
                .stream()
                .collect(Collectors.toMap(Sample::tenant, Sample::key));
    }

    private record Sample(TenantId tenant, WrappedKey key) {}
}
