// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.db.Migrations;
import dev.stagedoor.db.Role;
import dev.stagedoor.kernel.Secret;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * How far the schema is from what this version needs. Read with the directory role; changes nothing.
 *
 * @param version the newest migration that has run; "" if none has
 * @param pending migrations that have not run yet
 * @param unknown migrations that ran but are unknown to this version: a newer version's
 * @param broken  migrations that failed, or whose checksum differs from this version's
 */
record SchemaState(String version, List<String> pending, List<String> unknown, List<String> broken) {
    /** Reads it; fails if the role cannot log in or has no right to read the schema history. */
    static SchemaState read(String jdbcUrl, String rolePrefix, Secret directoryPassword) {
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
