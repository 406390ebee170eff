// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.Settings;
import dev.stagedoor.config.ConfigRefused;
import dev.stagedoor.config.LogConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of {@code dev}: those of the environment, as {@code serve} reads them, but for the ones that {@code dev}
 * decides itself. One that is given is used or refused, never ignored.
 */
final class DevSettings {
    private static final String LOOPBACK = "dev listens on 127.0.0.1 only; unset it, or run serve";
    private static final String PORT = "dev has an option for it; unset it, and use --port";
    private static final String DATABASE = "dev starts a PostgreSQL of its own; unset it, or run serve with yours";
    private static final String MASTER_KEY = "dev has one of its own in its data folder; unset it, or run serve";
    private static final String AGENTS = "dev runs workers of its demo agent only; unset it, or run serve";
    private static final String EGRESS =
            "dev allows loopback, where its tenants' servers are; unset it, or run serve to allow others";
    private static final String ALLOWED = "dev always allows it; unset it, or run serve";
    private static final String VOICE = "dev starts a voice bridge of its own; unset it, or run serve with yours";
    private static final String NUMBER = "dev has a demo number of its own; unset it, or run serve";

    /** What {@code dev} decides, why, and the way out. */
    private static final Map<String, String> DECIDED = Map.ofEntries(
            Map.entry("STAGEDOOR_HTTP_HOST", LOOPBACK),
            Map.entry("STAGEDOOR_HTTP_PORT", PORT),
            Map.entry("STAGEDOOR_DATABASE_URL", DATABASE),
            Map.entry("STAGEDOOR_DATABASE_ROLE_PREFIX", DATABASE),
            Map.entry("STAGEDOOR_DATABASE_POOL_SIZE", DATABASE),
            Map.entry("STAGEDOOR_DATABASE_ADMIN_USER", DATABASE),
            Map.entry("STAGEDOOR_DATABASE_ADMIN_PASSWORD", DATABASE),
            Map.entry("STAGEDOOR_DATABASE_ADMIN_PASSWORD_FILE", DATABASE),
            Map.entry("STAGEDOOR_MASTER_KEY", MASTER_KEY),
            Map.entry("STAGEDOOR_MASTER_KEY_FILE", MASTER_KEY),
            Map.entry("STAGEDOOR_LAUNCH_RUNTIMES", AGENTS),
            Map.entry("STAGEDOOR_LAUNCH_COMMANDS", AGENTS),
            Map.entry("STAGEDOOR_EGRESS_ALLOW", EGRESS),
            Map.entry("STAGEDOOR_ACCESS_ANY_LOCALHOST_ORIGIN", ALLOWED),
            Map.entry("STAGEDOOR_PROJECTS_DEVELOPMENT_KEY", ALLOWED),
            Map.entry("STAGEDOOR_REALTIME_VOICE_BRIDGE", VOICE),
            Map.entry("STAGEDOOR_REALTIME_VOICE_SECRET", VOICE),
            Map.entry("STAGEDOOR_REALTIME_VOICE_SECRET_FILE", VOICE),
            Map.entry("STAGEDOOR_TELEPHONY_UNSIGNED_NUMBER", NUMBER),
            Map.entry("STAGEDOOR_TELEPHONY_UNSIGNED_TENANT", NUMBER),
            Map.entry("STAGEDOOR_TELEPHONY_UNSIGNED_AGENT", NUMBER));

    /** What {@code dev} does differently unless it is told otherwise: it has few workers, and a screen to keep tidy. */
    private static final Map<String, String> INITIAL = Map.of(
            "STAGEDOOR_LAUNCH_POLL_INTERVAL", "250ms",
            "STAGEDOOR_LAUNCH_NODE_TIMEOUT", "4s",
            "STAGEDOOR_LOG_FORMAT", "text",
            "STAGEDOOR_LOG_LEVEL", "warn");

    /** Stands for the database that is not there yet. */
    private static final Map<String, String> ANY_DATABASE =
            Map.of("STAGEDOOR_DATABASE_URL", "jdbc:postgresql://127.0.0.1/dev");

    private final Map<String, String> given;

    private DevSettings(Map<String, String> given) {
        this.given = Map.copyOf(given);
    }

    /**
     * Those of that environment.
     *
     * @throws ConfigRefused with everything that is wrong, so that nothing is started before it is said
     */
    static DevSettings of(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, String> rest = new HashMap<>(INITIAL);
        new TreeMap<>(environment).forEach((variable, value) -> {
            String decided = DECIDED.get(variable);
            if (decided == null) {
                rest.put(variable, value);
            } else {
                problems.add(variable + " (environment variable): " + decided);
            }
        });
        DevSettings settings = new DevSettings(rest);
        try {
            settings.with(ANY_DATABASE);
        } catch (ConfigRefused refused) {
            problems.addAll(refused.reasons());
        }
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        return settings;
    }

    /** What is logged. */
    LogConfig log() {
        return Settings.log(null, all(ANY_DATABASE));
    }

    /** The configuration, with what {@code dev} has decided. */
    AppConfig with(Map<String, String> decided) {
        return Settings.config(null, all(decided));
    }

    private Map<String, String> all(Map<String, String> decided) {
        Map<String, String> all = new HashMap<>(given);
        all.putAll(decided);
        return all;
    }
}
