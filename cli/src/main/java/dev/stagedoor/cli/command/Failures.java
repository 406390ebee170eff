// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.api.problem.ProblemDetails.FieldError;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.client.http.UnreachableException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into lines on standard error and an exit code. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Pattern SECRET = Pattern.compile("--?((api-)?secret|key|token|password)(=.*)?");
    private static final Map<String, String> HINTS = Map.of(
            "credential_missing",
            "stagedoor credentials set livekit --server-url wss://… --api-key …",
            "no_profile_selected",
            "stagedoor profiles select PROFILE; stagedoor profiles add NAME makes one",
            "unauthenticated",
            "check the key: $STAGEDOOR_KEY, --key-file or --dev",
            "tenant_suspended",
            "an operator can resume it: stagedoor tenants resume TENANT");

    private final Shell shell;

    /** Prints to a shell. */
    public Failures(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        boolean json = command.getCommandSpec().root().userObject() instanceof Session session && session.asksForJson();
        if (json) {
            shell.err()
                    .println(JsonText.of(FailureJson.of(failure), shell.screen().out()));
        } else {
            tell(failure, command);
        }
        return switch (failure) {
            case StagedoorException told -> ExitCode.of(told);
            case UsageException usage -> ExitCode.USAGE;
            default -> ExitCode.UNAVAILABLE;
        };
    }

    private void tell(Exception failure, CommandLine command) {
        switch (failure) {
            case ProblemException problem -> tell(problem, remedy(problem, command));
            case UnreachableException unreachable -> {
                shell.note(unreachable.getMessage());
                hint(
                        unreachable.outcomeUnknown()
                                ? "the request may have been executed: check before you retry"
                                : "is it running? Start it with `stagedoor dev` or `stagedoor serve`, or set --url");
            }
            case StagedoorException other -> shell.note(other.getMessage());
            case UsageException usage -> shell.note(usage.getMessage());
            default -> {
                shell.note("internal error: " + failure);
                failure.printStackTrace(shell.err());
            }
        }
    }

    /** What to do next; the command that was refused may know better than the code says. */
    private static @Nullable String remedy(ProblemException problem, CommandLine command) {
        boolean namesNoTenant =
                problem.errors().stream().anyMatch(error -> error.field().equals("tenant"));
        if (namesNoTenant) {
            return "name the tenant: --tenant acme";
        }
        String own = command.getCommand() instanceof Command refused ? refused.remedy(problem) : null;
        return own == null ? HINTS.get(problem.code()) : own;
    }

    private void tell(ProblemException problem, @Nullable String remedy) {
        shell.note(oneLine(problem.detail()));
        for (FieldError error : problem.errors()) {
            String line = error.field() + ": " + error.detail();
            if (!oneLine(problem.detail()).equals(oneLine(line))) {
                shell.err().println("  " + oneLine(line));
            }
        }
        problem.retryAfter().ifPresent(after -> shell.err().println("  retry in " + after.toSeconds() + " s"));
        hint(remedy);
        problem.help().ifPresent(url -> hint("see " + oneLine(url)));
        shell.err().println("  code " + problem.code() + ", request " + oneLine(problem.requestId()));
    }

    private void hint(@Nullable String hint) {
        if (hint != null) {
            shell.err().println("  " + hint);
        }
    }

    /** Server text without terminal control characters. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        if (Arrays.stream(arguments)
                .anyMatch(argument -> SECRET.matcher(argument).matches())) {
            shell.note("secrets are never arguments: pipe it to standard input, or pass a file");
        } else if (List.of(arguments).contains("--json")) {
            shell.err().println(JsonText.of(FailureJson.of(wrong), false));
            return ExitCode.USAGE;
        } else {
            shell.note(wrong.getMessage());
            UnmatchedArgumentException.printSuggestions(wrong, shell.errWriter());
        }
        shell.err().println("  " + command + " --help for more");
        return ExitCode.USAGE;
    }
}
