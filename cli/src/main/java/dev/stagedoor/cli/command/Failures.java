package dev.stagedoor.cli.command;

import dev.stagedoor.api.problem.ProblemDetails.FieldError;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.client.http.UnreachableException;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where a failure becomes lines on standard error and an exit code. */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final Pattern SECRET = Pattern.compile("--?((api-)?secret|key|token|password)(=.*)?");
    private static final Map<String, String> HINTS = Map.of(
            "credential_missing",
            "stagedoor credentials set livekit --server-url wss://… --api-key …",
            "unauthenticated",
            "check the key: $STAGEDOOR_KEY, --key-file or --dev",
            "tenant_suspended",
            "an operator ends that with: stagedoor tenants resume TENANT");

    private final Shell shell;

    /** Says it in that shell. */
    public Failures(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, @Nullable ParseResult parsed) {
        switch (failure) {
            case ProblemException problem -> tell(problem);
            case UnreachableException unreachable -> {
                shell.note(unreachable.getMessage());
                hint(
                        unreachable.outcomeUnknown()
                                ? "it may have been done all the same: look before you try again"
                                : "is it running? `stagedoor dev` or `stagedoor serve` starts it; --url says where it is");
            }
            case StagedoorException other -> shell.note(other.getMessage());
            case UsageException usage -> shell.note(usage.getMessage());
            default -> {
                shell.note("this should not have happened: " + failure);
                failure.printStackTrace(shell.err());
            }
        }
        return switch (failure) {
            case StagedoorException told -> ExitCode.of(told);
            case UsageException usage -> ExitCode.USAGE;
            default -> ExitCode.UNAVAILABLE;
        };
    }

    private void tell(ProblemException problem) {
        shell.note(oneLine(problem.detail()));
        for (FieldError error : problem.errors()) {
            String line = error.field() + ": " + error.detail();
            if (!oneLine(problem.detail()).equals(oneLine(line))) {
                shell.err().println("  " + oneLine(line));
            }
        }
        problem.retryAfter().ifPresent(after -> shell.err().println("  try again in " + after.toSeconds() + " s"));
        boolean namesNoTenant =
                problem.errors().stream().anyMatch(error -> error.field().equals("tenant"));
        hint(namesNoTenant ? "name the tenant: --tenant acme" : HINTS.get(problem.code()));
        shell.err().println("  code " + problem.code() + ", request " + oneLine(problem.requestId()));
    }

    private void hint(@Nullable String hint) {
        if (hint != null) {
            shell.err().println("  " + hint);
        }
    }

    /** What came over the wire, without what could move a terminal's cursor. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        if (Arrays.stream(arguments)
                .anyMatch(argument -> SECRET.matcher(argument).matches())) {
            shell.note("a secret is never an argument: pipe it to standard input, or name a file that holds it");
        } else {
            shell.note(wrong.getMessage());
            UnmatchedArgumentException.printSuggestions(wrong, shell.errWriter());
        }
        shell.err().println("  " + command + " --help says more");
        return ExitCode.USAGE;
    }
}
