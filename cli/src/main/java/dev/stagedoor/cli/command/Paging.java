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
    private record Printed<T>(List<T> items, @Nullable String next) {}

    /**
     * Prints a page, or all of them.
     *
     * @param everything all pages, one after the other
     * @param fetch      one page, of which {@code items} and {@code next} tell what is in it and where the next begins
     */
    public <P, T> int print(
            Session session,
            Columns<T> columns,
            Supplier<Stream<T>> everything,
            Function<PageRequest, P> fetch,
            Function<P, List<T>> items,
            Function<P, @Nullable String> next) {
        if (limit < 1 || limit > PageRequest.MOST) {
            throw new UsageException("--limit must be between 1 and " + PageRequest.MOST + "; --all has no limit");
        }
        if (all && after != null) {
            throw new UsageException("--all and --after exclude each other");
        }
        if (all) {
            return print(session, columns, new Printed<>(everything.get().toList(), null));
        }
        P page = fetch.apply(new PageRequest(limit, after));
        return print(session, columns, new Printed<>(items.apply(page), next.apply(page)));
    }

    private static <T> int print(Session session, Columns<T> columns, Printed<T> printed) {
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
