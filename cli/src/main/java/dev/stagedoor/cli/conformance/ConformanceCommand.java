// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.conformance;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.conformance.Conformance;
import dev.stagedoor.conformance.Conformance.Result;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code stagedoor conformance}: the contract, run against any LiveKit server. */
@CommandLine.Command(
        name = "conformance",
        description = {
            "Check whether a LiveKit server does what Stagedoor relies on, and say where it departs.",
            "Needs no Stagedoor server. Makes and deletes rooms of its own; takes about a minute.",
            "Reads the API secret from standard input, or prompts for it. Exit code 1 if the server departs."
        },
        footer = {
            "stagedoor conformance --livekit wss://acme.example.com --api-key APIacme < secret.txt",
            "stagedoor conformance --livekit ws://127.0.0.1:7880 --api-key devkey --agent demo --secret-file secret.txt"
        })
public final class ConformanceCommand extends Command {
    @Option(names = "--livekit", paramLabel = "URL", required = true, description = "URL of the LiveKit server.")
    private String url = "";

    @Option(names = "--api-key", paramLabel = "ID", required = true, description = "LiveKit API key (its id).")
    private String apiKey = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the LiveKit API secret.")
    private @Nullable Path secretFile;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description = "Check agents, too: the agent_name of a worker of examples/agent that has registered there.")
    private @Nullable String agent;

    /** Everything, as JSON. */
    record Report(String livekit, boolean conforms, List<Line> checks) {}

    /** One check. */
    record Line(
            String part,
            String check,
            boolean passed,
            @Nullable String departure,
            long tookMs) {
        static Line of(Result result) {
            return new Line(
                    result.check().part(),
                    result.check().name(),
                    result.passed(),
                    result.departure(),
                    result.took().toMillis());
        }
    }

    @Override
    protected int run(Session session) {
        ServerUrl server = server();
        try (Target target =
                new Target(URI.create(server.http()), apiKey, session.secret(secretFile, "LiveKit API secret"))) {
            return run(session, server, new Conformance(target, agent));
        } catch (LiveKitException failed) {
            return told(session.shell(), server, failed);
        }
    }

    private ServerUrl server() {
        try {
            return ServerUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--livekit: " + e.getMessage());
        }
    }

    private static int run(Session session, ServerUrl server, Conformance contract) {
        List<Result> results = contract.run(result -> {
            if (!session.wantsJson()) {
                show(session.shell(), result);
            }
        });
        List<Line> lines = results.stream().map(Line::of).toList();
        long departures = lines.stream().filter(line -> !line.passed()).count();
        if (session.wantsJson()) {
            session.printJson(new Report(server.canonical(), departures == 0, lines));
        } else {
            session.shell().out().println(summary(results.size(), departures));
        }
        return departures == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private static String summary(int all, long departures) {
        return departures == 0
                ? "The server does what the contract says: %d checks.".formatted(all)
                : "The server departs from the contract in %d of %d checks.".formatted(departures, all);
    }

    private static void show(Shell shell, Result result) {
        String word = shell.style().status(result.passed() ? "ok" : "wrong");
        String pad = result.passed() ? "   " : "";
        shell.out()
                .println(word + pad + "  " + result.check().part() + ": "
                        + result.check().name());
        String departure = result.departure();
        if (departure != null) {
            departure
                    .lines()
                    .map(line -> "       " + line.replaceAll("\\p{Cntrl}", " "))
                    .forEach(shell.out()::println);
        }
    }

    private static int told(Shell shell, ServerUrl server, LiveKitException failed) {
        if (failed instanceof LiveKitException.CredentialRejected
                || failed instanceof LiveKitException.PermissionDenied) {
            shell.note(server.canonical() + " does not accept the key and its secret");
            return ExitCode.REFUSED;
        }
        shell.note(server.canonical() + " does not answer as a LiveKit server: " + failed.getMessage());
        return ExitCode.UNAVAILABLE;
    }
}
