// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import dev.stagedoor.cli.console.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The layout of help, the same for every command: grouped commands, the command's own options, examples. */
final class HelpLayout {
    private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("Server", List.of("dev", "serve", "migrate", "operator-keys", "doctor", "rekey"));
        GROUPS.put(
                "Tenants",
                List.of(
                        "tenants",
                        "users",
                        "sessions",
                        "chat-users",
                        "credentials",
                        "servers",
                        "keys",
                        "agents",
                        "workers",
                        "numbers",
                        "phone-settings",
                        "dial-settings",
                        "call-prices",
                        "outbound-trunk",
                        "webhook-endpoints"));
        GROUPS.put("Calls", List.of("trigger", "sip", "calls", "dials", "dispatches", "tokens"));
        GROUPS.put("Orchestration", List.of("profiles", "runs"));
        GROUPS.put("Evidence", List.of("usage", "audit", "evidence", "events", "conformance"));
        GROUPS.put("Shell", List.of("generate-completion"));
    }

    private HelpLayout() {}

    static void on(CommandLine command, Shell shell) {
        int columns = shell.screen().out() ? 100 : 80;
        each(command, columns);
        Map<String, CommandLine.IHelpSectionRenderer> sections = command.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, HelpLayout::synopsis);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
        sections.put(
                UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> isRoot(help) ? groups(help) : help.commandList());
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpLayout::examples);
        command.setHelpSectionMap(sections);
    }

    private static boolean isRoot(Help help) {
        return help.commandSpec().parent() == null;
    }

    private static void each(CommandLine command, int columns) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .commandListHeading("%nCommands:%n")
                .sortOptions(false)
                .width(columns);
        if (usage.footer().length > 0) {
            usage.footerHeading("%nExamples:%n");
        }
        command.getSubcommands().values().forEach(below -> each(below, columns));
    }

    /** The required parameters, and that there are options. */
    private static String synopsis(Help help) {
        CommandSpec spec = help.commandSpec();
        StringBuilder text = new StringBuilder(
                help.colorScheme().commandText(spec.qualifiedName()).toString());
        text.append(" [OPTIONS]");
        spec.options().stream()
                .filter(OptionSpec::required)
                .forEach(option -> text.append(" %s=%s".formatted(option.longestName(), option.paramLabel())));
        for (PositionalParamSpec argument : spec.positionalParameters()) {
            text.append((argument.required() ? " %s" : " [%s]").formatted(argument.paramLabel()));
        }
        if (!spec.subcommands().isEmpty()) {
            text.append(isRoot(help) ? " [COMMAND]" : " COMMAND");
        }
        return text + System.lineSeparator();
    }

    /** A command's own options; global options are shown once, at the root. */
    private static String options(Help help) {
        List<OptionSpec> own = help.commandSpec().options().stream()
                .filter(option -> !option.inherited() && !option.hidden())
                .toList();
        String list = own.isEmpty() ? "" : "%nOptions:%n".formatted() + help.optionListExcludingGroups(own);
        return isRoot(help) ? list : list + "%nGlobal options (--json, --url, …): stagedoor --help%n".formatted();
    }

    /** Unwrapped lines, so that they can be copied. */
    private static String examples(Help help) {
        StringBuilder text = new StringBuilder();
        for (String line : help.commandSpec().usageMessage().footer()) {
            text.append("  ").append(line).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String groups(Help help) {
        StringBuilder text = new StringBuilder();
        GROUPS.forEach((group, names) -> {
            text.append("  ").append(group).append(System.lineSeparator());
            for (String name : names) {
                CommandLine command = help.commandSpec().subcommands().get(name);
                String[] lines = Objects.requireNonNull(command, name)
                        .getCommandSpec()
                        .usageMessage()
                        .description();
                text.append("    %-20s %s%n".formatted(name, lines[0]));
            }
        });
        return text.toString();
    }
}
