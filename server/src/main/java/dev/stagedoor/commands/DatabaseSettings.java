// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** The database. The server's own roles need no passwords here: they are derived from the master key. */
public record DatabaseSettings(
        @Setting(
                "The database, without user and password: jdbc:postgresql://host:port/name, or postgres://host:port/name.")
        String url,

        @Setting(
                value = "Prefix of the names of Stagedoor's roles; unique per installation in one PostgreSQL cluster.",
                initial = "stagedoor")
        String rolePrefix,

        @Setting(
                value = "Maximum number of connections of the role that serves requests.",
                initial = "16",
                min = 2,
                max = 500)
        int poolSize,

        @Setting(
                value = "The longest one statement may take. A database that does not answer for a second longer is"
                        + " given up, and requests are refused with 503.",
                initial = "4s",
                min = 1000,
                max = 600_000)
        Duration statementTimeout,

        @Setting(value = "User that owns the schema; for migrate and audit archive only.", initial = "")
        String adminUser,

        @Setting(value = "Password of admin_user; for migrate and audit archive only.", initial = "")
        Secret adminPassword) {
    public DatabaseSettings {
        url = PostgresUrl.jdbc(url);
    }
}
