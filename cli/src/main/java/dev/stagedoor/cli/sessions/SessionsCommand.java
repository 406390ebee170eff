// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sessions;

import picocli.CommandLine.Command;

/** {@code stagedoor sessions}. */
@Command(
        name = "sessions",
        description = "List and revoke the sessions of a tenant's users.",
        subcommands = {ListSessions.class, RevokeSession.class})
public final class SessionsCommand {}
