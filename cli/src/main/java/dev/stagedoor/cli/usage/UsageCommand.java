// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.usage;

import dev.stagedoor.api.usage.Usage;
import dev.stagedoor.api.usage.UsageLine;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageDays;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.Minutes;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stagedoor usage}. */
@CommandLine.Command(
        name = "usage",
        description = "Show what a tenant used: calls, agents, minutes in rooms, and the cost of phone calls.",
        footer = {
            "stagedoor usage",
            "stagedoor usage --by agent --from 2026-11-01 --to 2026-11-30 --time-zone Europe/Berlin",
            "stagedoor usage --by user --json"
        })
public final class UsageCommand extends TenantCommand {
    private static final int WIDEST_BAR = 30;

    @Option(
            names = "--by",
            paramLabel = "KIND",
            defaultValue = "day",
            description = "A line for each day, agent or user (default: ${DEFAULT-VALUE}).")
    private String by = "day";

    @Mixin
    private UsageDays days = new UsageDays();

    @Override
    protected int run(Session session) {
        Usage usage = client(session).calls().usage(days.query(by));
        if (session.wantsJson()) {
            session.printJson(usage);
            return ExitCode.OK;
        }
        List<UsageLine> lines = new ArrayList<>(usage.items());
        lines.add(usage.total());
        session.table(lines, columns(usage));
        return ExitCode.OK;
    }

    private static Columns<UsageLine> columns(Usage usage) {
        long most =
                usage.items().stream().mapToLong(UsageCommand::seconds).max().orElse(0);
        return new Columns<UsageLine>()
                .add(usage.by(), UsageLine::key)
                .add("calls", UsageLine::calls)
                .add("agents sent", UsageLine::dispatches)
                .add("tokens", line -> line.tokens() == null ? "" : line.tokens())
                .add("people", line -> Minutes.of(line.participantSeconds()))
                .add("agents", line -> Minutes.of(line.agentSeconds()))
                .add("phone calls", line -> line.cost() == 0 ? "" : line.cost() + " USD")
                .add("", line -> line.equals(usage.total()) ? "" : bar(seconds(line), most));
    }

    private static long seconds(UsageLine line) {
        return line.participantSeconds() + line.agentSeconds();
    }

    /** As long as its share of the longest; whatever there is shows. */
    private static String bar(long seconds, long most) {
        if (seconds == 0) {
            return "";
        }
        return "█".repeat(Math.max(1, Math.round((float) WIDEST_BAR * seconds / most)));
    }
}
