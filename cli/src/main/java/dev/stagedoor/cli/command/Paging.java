package dev.stagedoor.cli.command;

import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.PageRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of lists, and how a list is printed. */
public final class Paging {
    @Option(names = "--limit", paramLabel = "N", description = "At most N of them, 1 to 200; 50 if not given.")
    private int limit = 50;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Go on after a list that had more.")
    private @Nullable String after;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    /** A page as it is printed: the form of the API's lists. */
    public record Printed<T>(List<T> items, @Nullable String next) {}

    /** Prints a page, or all of them. */
    public <T> int print(
            Session session,
            Columns<T> columns,
            Function<PageRequest, Printed<T>> page,
            Supplier<Stream<T>> everything) {
        if (limit < 1 || limit > PageRequest.MOST) {
            throw new UsageException("--limit must be between 1 and " + PageRequest.MOST + "; --all has no limit");
        }
        if (all && after != null) {
            throw new UsageException("--all and --after exclude each other");
        }
        Printed<T> printed =
                all ? new Printed<>(everything.get().toList(), null) : page.apply(new PageRequest(limit, after));
        if (session.wantsJson()) {
            session.printJson(printed);
            return ExitCode.OK;
        }
        if (printed.items().isEmpty()) {
            session.shell().err().println("There are none.");
        } else {
            session.table(printed.items(), columns);
        }
        if (printed.next() != null) {
            session.shell().err().println("There are more: --after " + printed.next() + ", or --all.");
        }
        return ExitCode.OK;
    }
}
