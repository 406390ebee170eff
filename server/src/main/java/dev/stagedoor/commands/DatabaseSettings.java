package dev.stagedoor.commands;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;

/** Where the database is. The server's own roles need no password here: theirs are made from the master key. */
public record DatabaseSettings(
        @Setting("The database: jdbc:postgresql://host:port/name.")
        String url,

        @Setting(
                value = "What the names of Stagedoor's roles begin with; two Stagedoors in one PostgreSQL need two.",
                initial = "stagedoor")
        String rolePrefix,

        @Setting(value = "Connections of the role that serves requests.", initial = "16", min = 2, max = 500)
        int poolSize,

        @Setting(value = "The user that owns the schema; for migrate only.", initial = "")
        String adminUser,

        @Setting(value = "That user's password; for migrate only.", initial = "")
        Secret adminPassword) {}
