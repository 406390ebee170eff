// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import dev.stagedoor.config.ConfigRefused;
import dev.stagedoor.config.Logging;
import dev.stagedoor.crypto.MasterKeyRefused;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the server's commands run, fail and show help: like the client's, since both are {@code stagedoor}. */
public final class Commands {
    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 4;
    private static final int COLUMNS = 100;

    private Commands() {}

    /** Where a command prints to. */
    public static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
    }

    /**
     * Runs one of the root command's subcommands and exits with its code: 0 ok, 1 a check failed, 2 usage, 4 could not be
     * started.
     */
    public static void main(CommandLine root, String... args) {
        // Addresses are checked when they are resolved (I8), so the JVM must not cache them.
        Security.setProperty("networkaddress.cache.ttl", "0");
        int code = run(root, args);
        Logging.stop();
        System.exit(code);
    }

    /** Runs it and returns the exit code. */
    public static int run(CommandLine root, String... args) {
        root.setCaseInsensitiveEnumValuesAllowed(true);
        helpOf(root);
        root.setExecutionExceptionHandler((failed, command, parsed) -> {
            command.getErr().println("stagedoor: " + failed.getMessage());
            boolean wrong = failed instanceof ConfigRefused || failed instanceof MasterKeyRefused;
            return wrong ? USAGE : UNAVAILABLE;
        });
        root.setParameterExceptionHandler((wrong, given) -> tell(wrong));
        if (args.length == 0) {
            root.usage(root.getErr());
            return USAGE;
        }
        return root.execute(args);
    }

    /** In the form of the client's commands. */
    private static int tell(ParameterException wrong) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println("stagedoor: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("  " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help for more");
        return USAGE;
    }

    private static void helpOf(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true)
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false)
                .width(COLUMNS);
        if (usage.footer().length > 0) {
            usage.footerHeading("%nExamples:%n").footer(indented(usage.footer()));
        }
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Commands::options);
        command.getSubcommands().values().forEach(Commands::helpOf);
    }

    private static String[] indented(String[] lines) {
        return Arrays.stream(lines).map(line -> "  " + line).toArray(String[]::new);
    }

    /** A command's own options, without {@code --help}. */
    private static String options(Help help) {
        List<OptionSpec> own = help.commandSpec().options().stream()
                .filter(option -> !option.usageHelp())
                .toList();
        return own.isEmpty() ? "" : help.optionListExcludingGroups(own);
    }
}
