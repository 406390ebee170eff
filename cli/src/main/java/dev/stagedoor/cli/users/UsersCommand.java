// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import picocli.CommandLine.Command;

/** {@code stagedoor users}. */
@Command(
        name = "users",
        description = "List, show, revoke and restore the access of a tenant's users.",
        subcommands = {ListUsers.class, ShowUser.class, RevokeUser.class, ReinstateUser.class})
public final class UsersCommand {}
