// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.commands.Commands;
import dev.stagedoor.doctor.DoctorCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The server's commands: {@code stagedoor serve|migrate|operator-keys|audit archive|doctor}. */
@Command(
        name = "stagedoor",
        description = "Run the Stagedoor server.",
        subcommands = {
            ServeCommand.class,
            MigrateCommand.class,
            OperatorKeysCommand.class,
            AuditCommand.class,
            DoctorCommand.class
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // Set and handled by picocli.
    private boolean help;

    private Main() {}

    /** Runs a command. */
    public static void main(String[] args) {
        Commands.main(new CommandLine(new Main()), args);
    }
}
