package dev.stagedoor.app;

import dev.stagedoor.kernel.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stagedoor doctor}. */
@Command(
        name = "doctor",
        description =
                "Checks the configuration, the master key and the database, and says what is wrong. Changes nothing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int CHECK_FAILED = 1;

    @Option(names = "--config", description = "The configuration file; every key can be an environment variable too.")
    private @Nullable Path config;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Main.out(spec);
        Settings settings;
        try {
            settings = Settings.read(config, System.getenv());
            out.println("ok      configuration and master key");
        } catch (RuntimeException wrong) {
            out.println("failed  configuration or master key: " + wrong.getMessage());
            return CHECK_FAILED;
        }
        try {
            Server.check(settings.config().database(), settings.keys());
            out.println("ok      database " + settings.config().database().url());
            return 0;
        } catch (Problem unmigrated) {
            out.println("failed  database: it has no platform; run stagedoor migrate");
        } catch (RuntimeException unreachable) {
            out.println("failed  database: " + unreachable.getMessage());
        }
        return CHECK_FAILED;
    }
}
