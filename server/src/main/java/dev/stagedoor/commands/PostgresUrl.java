// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/** A PostgreSQL URL in either of its usual forms. Errors do not quote it: it may contain a password. */
final class PostgresUrl {
    private static final String JDBC = "jdbc:postgresql:";

    /** Hosts, each with a port, separated by commas. */
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?:[A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?(?:,|$))*");

    /** Stagedoor sets these itself, for each of its roles; in a URL they would take precedence over that. */
    private static final Set<String> OURS = Set.of("user", "password", "options", "currentschema");

    private PostgresUrl() {}

    /**
     * The JDBC URL of {@code jdbc:postgresql://host:port/name} or {@code postgres://host:port/name}.
     *
     * @throws IllegalArgumentException if it is neither, or names a user or a password
     */
    static String jdbc(String text) {
        String url = text.replaceFirst("^postgres(ql)?:", JDBC);
        if (!url.startsWith(JDBC)) {
            throw new IllegalArgumentException("database.url must be jdbc:postgresql://host:port/name");
        }
        String authority = url.substring(JDBC.length()).replaceFirst("^//", "").replaceFirst("[/?].*", "");
        if (authority.contains("@")) {
            throw new IllegalArgumentException(
                    "database.url must not contain a user or a password: set database.admin_user"
                            + " and database.admin_password_file, which only migrate needs");
        }
        // The driver would log what it cannot read.
        Properties parsed = AUTHORITY.matcher(authority).matches() ? Driver.parseURL(url, new Properties()) : null;
        if (parsed == null) {
            throw new IllegalArgumentException("database.url must be jdbc:postgresql://host:port/name");
        }
        for (String name : parsed.stringPropertyNames()) {
            if (OURS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "database.url must not set " + name + ": Stagedoor sets it for its own roles");
            }
        }
        return url;
    }
}
