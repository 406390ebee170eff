// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.kernel.Secret;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/** Checks that the schema is this version's, and that row-level security protects every table. */
record CheckSchema(DatabaseSettings settings, Secret directoryPassword) {
    private static final String SCHEMA = "database schema";
    private static final String GUARD = "row-level security";
    private static final String MIGRATE = "run stagedoor migrate";

    List<CheckResult> look(DoctorStore app) throws SQLException {
        List<CheckResult> results = new ArrayList<>();
        CheckResult migrated = migrated();
        results.add(migrated);
        if (migrated.status() == CheckResult.Status.FAILED) {
            return results;
        }
        if (!app.opensPlatform()) {
            results.add(
                    CheckResult.failed(SCHEMA, "the platform's own row is missing", "restore the complete database"));
        }
        List<String> open = app.unguarded();
        results.add(
                open.isEmpty()
                        ? CheckResult.ok(GUARD, "enabled and forced on every table")
                        : CheckResult.failed(
                                GUARD,
                                "not forced on " + String.join(", ", open),
                                "ALTER TABLE … ENABLE ROW LEVEL SECURITY, then FORCE; find out who disabled it"));
        return results;
    }

    private CheckResult migrated() {
        SchemaState state;
        try {
            state = SchemaState.read(settings.url(), settings.rolePrefix(), directoryPassword);
        } catch (FlywayException unreadable) {
            return CheckResult.failed(SCHEMA, "cannot read the migration history", MIGRATE);
        }
        if (!state.broken().isEmpty()) {
            return CheckResult.failed(
                    SCHEMA,
                    "differs from this version's migrations: " + String.join(", ", state.broken()),
                    "restore it, or go back to the version that created it");
        }
        if (!state.pending().isEmpty()) {
            return CheckResult.failed(SCHEMA, "pending migrations: " + String.join(", ", state.pending()), MIGRATE);
        }
        return state.unknown().isEmpty()
                ? CheckResult.ok(SCHEMA, "migrated to " + state.version() + ", this version's schema")
                : CheckResult.warn(
                        SCHEMA,
                        "migrated by a newer version, to " + state.version(),
                        "upgrade this node to that version");
    }
}
