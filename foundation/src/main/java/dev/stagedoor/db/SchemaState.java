package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * How far a database is from what this version needs; read as the role that looks things up, and nothing is changed.
 *
 * @param version the newest migration that has run; "" if none has
 * @param pending those that are still to run
 * @param unknown those that ran and that this version does not have: a newer one's
 * @param broken  those that failed, or ran in another form than this version has them
 */
public record SchemaState(String version, List<String> pending, List<String> unknown, List<String> broken) {
    /** Reads it; fails if the role cannot enter or may not read what has run. */
    public static SchemaState read(String jdbcUrl, String rolePrefix, Secret directoryPassword) {
        Flyway flyway = Migrations.flyway(jdbcUrl, Role.DIRECTORY.in(rolePrefix), directoryPassword, rolePrefix);
        MigrationInfo[] all = flyway.info().all();
        List<String> applied = versions(all, info -> info.getState().isApplied());
        return new SchemaState(
                applied.isEmpty() ? "" : applied.getLast(),
                versions(all, info -> info.getState() == MigrationState.PENDING),
                versions(
                        all,
                        info -> info.getState().isApplied() && !info.getState().isResolved()),
                versions(all, info -> info.getState().isFailed() || !isAsItRan(info)));
    }

    private static boolean isAsItRan(MigrationInfo info) {
        return !info.getState().isApplied() || !info.getState().isResolved() || info.isChecksumMatching();
    }

    private static List<String> versions(MigrationInfo[] all, Predicate<MigrationInfo> which) {
        return Arrays.stream(all)
                .filter(info -> info.getVersion() != null)
                .filter(which)
                .map(info -> info.getVersion().getVersion())
                .toList();
    }
}
