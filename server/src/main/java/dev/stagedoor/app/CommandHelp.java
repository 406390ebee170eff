package dev.stagedoor.app;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How the server's commands show their help: as the client's do, which are the same {@code stagedoor} to its users. */
final class CommandHelp {
    private static final int COLUMNS = 100;

    private CommandHelp() {}

    static void on(CommandLine root) {
        each(root);
        root.getSubcommands().values().forEach(CommandHelp::each);
    }

    private static void each(CommandLine command) {
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
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandHelp::options);
    }

    private static String[] indented(String[] lines) {
        return Arrays.stream(lines).map(line -> "  " + line).toArray(String[]::new);
    }

    /** A command's own options; {@code --help} is known to whoever reads this. */
    private static String options(Help help) {
        List<OptionSpec> own = help.commandSpec().options().stream()
                .filter(option -> !option.usageHelp())
                .toList();
        return own.isEmpty() ? "" : help.optionListExcludingGroups(own);
    }
}
