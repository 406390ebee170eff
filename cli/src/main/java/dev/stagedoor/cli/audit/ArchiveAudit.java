// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Unmatched;

/** A command of the server, which the launcher starts with another main class; listed here for a complete help. */
@CommandLine.Command(
        name = "archive",
        description = "Move old entries from the database into files, on the database host.")
final class ArchiveAudit extends Command {
    @Unmatched
    @SuppressWarnings("UnusedVariable") // The server parses the rest.
    private List<String> rest = new ArrayList<>();

    @Override
    protected int run(Session session) {
        throw new UsageException(
                "audit archive is a server command. Start it with the launcher, ./stagedoor audit archive,"
                        + " or with Java: java -cp 'lib/*' dev.stagedoor.app.Main audit archive");
    }
}
