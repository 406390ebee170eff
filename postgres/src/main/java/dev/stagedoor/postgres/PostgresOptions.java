// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Options of the embedded PostgreSQL.
 *
 * @param port     the TCP port on the loopback address; 0 for a free one
 * @param settings PostgreSQL settings that override its defaults; they become process arguments, so they must not
 *     contain secrets
 * @param patience how long a start may take, including crash recovery
 */
public record PostgresOptions(int port, Map<String, String> settings, Duration patience) {
    public PostgresOptions {
        settings = Map.copyOf(settings);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: must be between 0 and 65535");
        }
        settings.keySet().forEach(PostgresOptions::requireName);
    }

    private static void requireName(String setting) {
        if (!setting.matches("[a-z_][a-z0-9_.]*")) {
            throw new IllegalArgumentException("settings: " + setting + " is not the name of a setting");
        }
    }

    /** Any free port, PostgreSQL's defaults, a minute of patience. */
    public static PostgresOptions ordinary() {
        return new PostgresOptions(0, Map.of(), Duration.ofMinutes(1));
    }

    /** On this port. */
    public PostgresOptions onPort(int number) {
        return new PostgresOptions(number, settings, patience);
    }

    /** With one more setting. */
    public PostgresOptions with(String setting, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(setting, value);
        return new PostgresOptions(port, more, patience);
    }
}
