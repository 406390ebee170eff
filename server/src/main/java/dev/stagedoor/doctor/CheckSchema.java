package dev.stagedoor.doctor;

import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.db.SchemaState;
import dev.stagedoor.kernel.Secret;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/** Looks whether the database is what this version needs, and whether row-level security guards every table of it. */
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
            results.add(CheckResult.failed(SCHEMA, "the platform's own row is missing", "restore the database whole"));
        }
        List<String> open = app.unguarded();
        results.add(
                open.isEmpty()
                        ? CheckResult.ok(GUARD, "enabled and forced on every table")
                        : CheckResult.failed(
                                GUARD,
                                "not forced on " + String.join(", ", open),
                                "ALTER TABLE … ENABLE ROW LEVEL SECURITY, then FORCE; find out who took it off"));
        return results;
    }

    private CheckResult migrated() {
        SchemaState state;
        try {
            state = SchemaState.read(settings.url(), settings.rolePrefix(), directoryPassword);
        } catch (FlywayException unreadable) {
            return CheckResult.failed(SCHEMA, "it cannot be read what has been migrated", MIGRATE);
        }
        if (!state.broken().isEmpty()) {
            return CheckResult.failed(
                    SCHEMA,
                    "not as this version made it: " + String.join(", ", state.broken()),
                    "restore it, or go back to the version that made it");
        }
        if (!state.pending().isEmpty()) {
            return CheckResult.failed(SCHEMA, "still to migrate: " + String.join(", ", state.pending()), MIGRATE);
        }
        return state.unknown().isEmpty()
                ? CheckResult.ok(SCHEMA, "migrated to " + state.version() + ", which is this version's")
                : CheckResult.warn(
                        SCHEMA,
                        "migrated by a newer version, to " + state.version(),
                        "bring this node to that version, too");
    }
}
