// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.cli.console.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option of destructive commands. */
public final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask for confirmation; required without a terminal.")
    private boolean yes;

    /** Asks unless {@code --yes} is given; declining ends the command. */
    public void ask(Session session, String question) {
        if (yes) {
            return;
        }
        Shell shell = session.shell();
        if (!shell.screen().asks()) {
            throw new UsageException(question + " There is no terminal to ask on: pass --yes.");
        }
        shell.err().print(question + " [y/N] ");
        shell.err().flush();
        if (!List.of("y", "yes").contains(answer(shell))) {
            throw new UsageException("not confirmed: nothing was done");
        }
    }

    private static String answer(Shell shell) {
        try {
            String line = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UsageException("not confirmed: " + e.getMessage());
        }
    }
}
