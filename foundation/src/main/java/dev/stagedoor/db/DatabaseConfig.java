// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * Where the database is and how the server's roles log in.
 *
 * @param jdbcUrl    {@code jdbc:postgresql://host:port/database}, without user or password
 * @param rolePrefix prefix of the roles' names; two installations in one PostgreSQL cluster need two prefixes
 * @param passwords  a password for each role
 * @param poolSize   connections of the {@code app} role; the others have a few of their own
 * @param statementTimeout the longest that one statement of any role may take
 */
public record DatabaseConfig(
        String jdbcUrl, String rolePrefix, Map<Role, Secret> passwords, int poolSize, Duration statementTimeout) {
    public DatabaseConfig {
        passwords = Map.copyOf(passwords);
    }

    /** How that role logs in, as PostgreSQL's driver takes it. */
    Properties login(Role role) {
        Secret password = passwords.get(role);
        if (password == null) {
            throw new IllegalArgumentException("no password for the role " + role.in(rolePrefix));
        }
        Properties login = new Properties();
        login.setProperty("user", role.in(rolePrefix));
        login.setProperty("password", password.revealText());
        login.setProperty("currentSchema", Migrations.SCHEMA);
        login.setProperty("ApplicationName", "stagedoor");
        login.setProperty("prepareThreshold", "2");
        login.setProperty("logServerErrorDetail", "false");
        login.setProperty("socketTimeout", Long.toString(unanswered(statementTimeout)));
        login.setProperty("tcpKeepAlive", "true");
        login.setProperty("options", role.settings(statementTimeout));
        return login;
    }

    /** After how many seconds a database that says nothing is given up: it would have ended the statement before. */
    private static long unanswered(Duration statementTimeout) {
        return statementTimeout.toSeconds() + 1;
    }
}
