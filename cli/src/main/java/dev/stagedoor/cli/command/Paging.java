// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.PageRequest;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of lists, and how to print a list. */
public final class Paging {
    @Option(names = "--limit", paramLabel = "N", description = "Maximum number of items, 1 to 200 (default: 50).")
    private int limit = 50;

    @Option(names = "--after", paramLabel = "CURSOR", description = "Continue after the cursor of an earlier list.")
    private @Nullable String after;

    @Option(names = "--all", description = "List all items.")
    private boolean all;

    /** A page for printing, in the form of the API's lists. */
    private record Printed<T>(List<T> items, @Nullable String next) {}

    /**
     * Prints a page, or all of them.
     *
     * @param everything all pages, in order
     * @param fetch fetches a page; {@code items} and {@code next} read its items and the next cursor
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
            session.shell().err().println("None.");
        } else {
            session.table(printed.items(), columns);
        }
        if (printed.next() != null) {
            session.shell().err().println("More: --after " + printed.next() + ", or --all.");
        }
        return ExitCode.OK;
    }
}
