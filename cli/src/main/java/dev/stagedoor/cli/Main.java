package dev.stagedoor.cli;

import dev.stagedoor.cli.command.Failures;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.cli.console.ThisProcess;
import java.util.List;
import picocli.CommandLine;

/** The command's entry: everything but {@code dev serve migrate doctor}, which are the server's. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        System.exit(run(ThisProcess.shell(), arguments));
    }

    /** Runs a command in that shell; returns its exit code. */
    public static int run(Shell shell, String... arguments) {
        try (Stagedoor root = new Stagedoor(shell)) {
            CommandLine command = new CommandLine(root)
                    .setOut(shell.outWriter())
                    .setErr(shell.errWriter())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setExecutionExceptionHandler(new Failures(shell))
                    .setParameterExceptionHandler(new Failures(shell))
                    .setColorScheme(CommandLine.Help.defaultColorScheme(
                            shell.style().coloured() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
            HelpLayout.on(command, shell);
            boolean nothing = List.of(arguments).isEmpty();
            return command.execute(nothing ? new String[] {"--help"} : arguments);
        }
    }
}
