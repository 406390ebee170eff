package dev.stagedoor.app;

import dev.stagedoor.config.ConfigRefused;
import dev.stagedoor.crypto.MasterKeyRefused;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The server's commands: {@code stagedoor dev|serve|migrate|doctor}. */
@Command(
        name = "stagedoor",
        description = "Run Stagedoor: the right person, caller and agent in the right room.",
        subcommands = {DevCommand.class, ServeCommand.class, MigrateCommand.class, DoctorCommand.class})
public final class Main {
    private static final int USAGE = 2;
    private static final int UNAVAILABLE = 4;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it.
    private boolean help;

    private Main() {}

    /** Runs the command and exits with its code: 0 ok, 2 usage, 4 could not be started. */
    public static void main(String[] args) {
        // An address is judged when it is looked up (I8): one that is remembered would be judged by what it was.
        Security.setProperty("networkaddress.cache.ttl", "0");
        System.exit(run(args));
    }

    /** Where a command prints to. */
    static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
    }

    static int run(String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        CommandHelp.on(line);
        line.setExecutionExceptionHandler((failed, command, parsed) -> {
            command.getErr().println("stagedoor: " + failed.getMessage());
            boolean wrong = failed instanceof ConfigRefused || failed instanceof MasterKeyRefused;
            return wrong ? USAGE : UNAVAILABLE;
        });
        line.setParameterExceptionHandler((wrong, given) -> tell(wrong));
        if (args.length == 0) {
            line.usage(line.getErr());
            return USAGE;
        }
        return line.execute(args);
    }

    /** As the client's commands say it. */
    private static int tell(ParameterException wrong) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println("stagedoor: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("  " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help says more");
        return USAGE;
    }
}
