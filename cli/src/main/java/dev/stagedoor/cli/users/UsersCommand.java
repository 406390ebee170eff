package dev.stagedoor.cli.users;

import picocli.CommandLine.Command;

/** {@code stagedoor users}. */
@Command(
        name = "users",
        description = "Keep a tenant's users out, and let them in again.",
        subcommands = {RevokeUser.class, ReinstateUser.class})
public final class UsersCommand {}
