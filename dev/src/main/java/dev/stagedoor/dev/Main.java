// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.commands.Commands;
import dev.stagedoor.doctor.DoctorCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The commands for a development machine: {@code stagedoor dev}, and {@code stagedoor doctor} with {@code --dev}. */
@Command(name = "stagedoor", description = "Run Stagedoor on this machine.", subcommands = DevCommand.class)
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
        CommandLine line = new CommandLine(new Main());
        line.addSubcommand(new DoctorCommand(CheckMachine::of));
        Commands.main(line, args);
    }
}
