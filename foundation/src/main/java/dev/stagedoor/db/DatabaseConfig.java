// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Secret;
import java.time.Duration;
import java.util.Map;

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
}
