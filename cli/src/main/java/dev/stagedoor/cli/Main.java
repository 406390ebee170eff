// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import dev.stagedoor.cli.command.Failures;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.cli.console.ThisProcess;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The entry point of every command but {@code dev serve migrate doctor}, which belong to the server. */
public final class Main {
    private Main() {}

    /** Runs the command given by the arguments. */
    public static void main(String[] arguments) {
        System.exit(run(ThisProcess.shell(), arguments));
    }

    /** {@code help keys create} and {@code version}, which people type, as the options that they mean. */
    private static String[] asOptions(String... arguments) {
        return switch (arguments.length == 0 ? "help" : arguments[0]) {
            case "help" ->
                Stream.concat(Arrays.stream(arguments).skip(1), Stream.of("--help"))
                        .toArray(String[]::new);
            case "version" ->
                Stream.concat(Stream.of("--version"), Arrays.stream(arguments).skip(1))
                        .toArray(String[]::new);
            default -> arguments;
        };
    }

    /** Runs a command in a shell; returns its exit code. */
    public static int run(Shell shell, String... arguments) {
        try (Stagedoor root = new Stagedoor(shell)) {
            return commands(root, shell).execute(asOptions(arguments));
        }
    }

    /** All commands, which can be executed any number of times. */
    static CommandLine commands(Stagedoor root, Shell shell) {
        CommandLine commands = new CommandLine(root)
                .setOut(shell.outWriter())
                .setErr(shell.errWriter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures(shell))
                .setParameterExceptionHandler(new Failures(shell))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        shell.style().coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        HelpLayout.on(commands, shell);
        Words.teach(commands);
        return commands;
    }
}
