// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how the server's roles log in.
 *
 * @param jdbcUrl    {@code jdbc:postgresql://host:port/database}, without user or password
 * @param rolePrefix prefix of the roles' names; two installations in one PostgreSQL cluster need two prefixes
 * @param passwords  a password for each role; if that is refused, those of the next, which another master key gave
 * @param poolSize   connections of the {@code app} role; the others have a few of their own
 * @param statementTimeout the longest that one statement of any role may take
 */
public record DatabaseConfig(
        String jdbcUrl, String rolePrefix, List<Map<Role, Secret>> passwords, int poolSize, Duration statementTimeout) {
    /** In seconds, as long as the pools wait for a connection. */
    private static final String LOGIN_TIMEOUT = "5";

    public DatabaseConfig {
        passwords = passwords.stream().map(Map::copyOf).toList();
    }

    /** With one password for each role. */
    public DatabaseConfig(
            String jdbcUrl, String rolePrefix, Map<Role, Secret> passwords, int poolSize, Duration statementTimeout) {
        this(jdbcUrl, rolePrefix, List.of(passwords), poolSize, statementTimeout);
    }

    /** How that role logs in with the passwords at that place, as PostgreSQL's driver takes it. */
    Properties login(Role role, int at) {
        Secret password = passwords.get(at).get(role);
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
        login.setProperty("loginTimeout", LOGIN_TIMEOUT);
        login.setProperty("tcpKeepAlive", "true");
        login.setProperty("options", role.settings(statementTimeout));
        return login;
    }

    /** After how many seconds a database that says nothing is given up: it would have ended the statement before. */
    private static long unanswered(Duration statementTimeout) {
        return statementTimeout.toSeconds() + 1;
    }

    /**
     * How a role logs in: with the passwords of the first master key, and with those of another one of the node's keys if
     * {@code migrate} ran with that one in front. So a change of the master key locks out no node that has both.
     */
    static final class Logins implements DataSource {
        private static final String WRONG_PASSWORD = "28P01";

        private final DatabaseConfig config;
        private final Role role;
        private final AtomicInteger taken = new AtomicInteger();
        private volatile int loginTimeout = 5;

        Logins(DatabaseConfig config, Role role) {
            this.config = config;
            this.role = role;
        }

        @Override
        public Connection getConnection() throws SQLException {
            int first = taken.get();
            SQLException refused = null;
            for (int i = 0; i < config.passwords().size(); i++) {
                int key = (first + i) % config.passwords().size();
                try {
                    Connection open = DriverManager.getConnection(config.jdbcUrl(), login(key));
                    taken.set(key);
                    return open;
                } catch (SQLException failed) {
                    if (!WRONG_PASSWORD.equals(failed.getSQLState())) {
                        throw failed;
                    }
                    refused = refused == null ? failed : refused;
                }
            }
            throw refused == null ? new SQLException("no password for the role " + role) : refused;
        }

        private Properties login(int key) {
            return config.login(role, key);
        }

        /** Which of the passwords was taken last: the place of its master key. */
        int taken() {
            return taken.get();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {
            // The driver has a log of its own.
        }

        @Override
        public void setLoginTimeout(int seconds) {
            loginTimeout = seconds;
        }

        /** In seconds; a pool that is closed waits as long for a connection that is being opened, and warns of one that is not. */
        @Override
        public int getLoginTimeout() {
            return loginTimeout;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("nothing is wrapped");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
