package dev.stagedoor.postgres;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How the embedded PostgreSQL is started.
 *
 * @param port     the TCP port on the loopback address; 0 takes a free one
 * @param settings PostgreSQL settings on top of its own defaults; they are process arguments, so no secret stands here
 * @param patience how long a start may take, recovery after a crash included
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

    /** Any free port, PostgreSQL's own settings, a minute of patience. */
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
