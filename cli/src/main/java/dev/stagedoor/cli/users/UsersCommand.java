// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import picocli.CommandLine.Command;

/** {@code stagedoor users}. */
@Command(
        name = "users",
        description = "A tenant's users: their access, and their accounts.",
        subcommands = {
            ListUsers.class,
            ShowUser.class,
            RevokeUser.class,
            ReinstateUser.class,
            InviteUser.class,
            ResetUser.class,
            DisableUser.class,
            EnableUser.class,
            EraseUser.class
        })
public final class UsersCommand {}
