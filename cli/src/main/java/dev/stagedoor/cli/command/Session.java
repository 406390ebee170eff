// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.SecretInput;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.StagedoorClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** One run of a command: the global options, the shell, and the connection. */
public class Session implements AutoCloseable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // Set and handled by picocli.
    private boolean help;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The server (default: http://127.0.0.1:8080, or $STAGEDOOR_URL if it is set).")
    private @Nullable String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with the API key, mode 0600 (default: $STAGEDOOR_KEY). A key is never an argument.")
    private @Nullable Path keyFile;

    @Option(
            names = "--dev",
            scope = ScopeType.INHERIT,
            description = "Use the server that `stagedoor dev` started in this folder (.stagedoor/ready.json), as an"
                    + " operator. The default if no other option or variable is set.")
    private boolean dev;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Like --dev, with this ready file.")
    private @Nullable Path readyFile;

    @Option(
            names = "--json",
            negatable = true,
            scope = ScopeType.INHERIT,
            description = "Print JSON, or tables with --no-json (default: JSON unless standard output is a terminal).")
    private @Nullable Boolean json;

    private final Shell shell;
    private Connection.@Nullable Target target;
    private @Nullable StagedoorClient client;

    /** A session in a shell. */
    public Session(Shell shell) {
        this.shell = shell;
    }

    /** The command's environment. */
    public Shell shell() {
        return shell;
    }

    /** The connection, opened on the first call. */
    public StagedoorClient client() {
        StagedoorClient made = client;
        if (made == null) {
            made = connection().connect(target());
            client = made;
        }
        return made;
    }

    /** The connection, if there is a key; for commands that work without one. */
    public Optional<StagedoorClient> clientWithKey() {
        return target().key() == null ? Optional.empty() : Optional.of(client());
    }

    /** The server; warns if {@code what} ("the tokens are") is sent there in the clear. */
    public URI server(String what) {
        return connection().server(target(), what);
    }

    private Connection.Target target() {
        Connection.Target found = target;
        if (found == null) {
            found = connection().find();
            target = found;
        }
        return found;
    }

    private Connection connection() {
        return new Connection(shell, url, keyFile, dev, readyFile);
    }

    /** Whether JSON was asked for, and is not just the default where nobody reads along. */
    boolean asksForJson() {
        return Boolean.TRUE.equals(json);
    }

    /** Whether to print JSON. */
    public boolean wantsJson() {
        return json == null ? !shell.screen().out() : json;
    }

    /** Prints one item. */
    public <T> void show(T item, Columns<T> columns) {
        if (wantsJson()) {
            printJson(item);
        } else {
            columns.fields(item, shell.style()).forEach(shell.out()::println);
        }
    }

    /** Prints rows, fitted to the terminal's width. */
    public <T> void table(List<T> items, Columns<T> columns) {
        int width = shell.screen().out() ? shell.screen().columns().getAsInt() : Integer.MAX_VALUE;
        columns.table(items).lines(width, shell.style()).forEach(shell.out()::println);
    }

    /** Prints a record as one JSON value: indented on a terminal, else on one line. */
    public void printJson(Object value) {
        shell.out().println(JsonText.of(value, shell.screen().out()));
    }

    /** Prints a record as one line of JSON, as part of a stream. */
    public void printJsonLine(Object value) {
        shell.out().println(JsonText.of(value, false));
    }

    /** Confirms an action without a result: a line for people, nothing in JSON. */
    public void done(String line) {
        if (!wantsJson()) {
            shell.out().println(line);
        }
    }

    /** A secret from a file, standard input or a prompt. */
    public String secret(@Nullable Path file, String what) {
        try {
            return SecretInput.read(shell, file, what);
        } catch (IOException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /** Closes the connection and flushes the output. */
    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
        shell.out().flush();
        shell.err().flush();
    }
}
