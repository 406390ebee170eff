package dev.stagedoor.doctor;

import dev.stagedoor.commands.Commands;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code stagedoor doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check what the server needs, and say what is missing. Changes nothing.",
            "Each line is ok, warn or failed, what was looked at, and why. Exit code 1 if anything failed."
        },
        footer = {"stagedoor doctor --config stagedoor.yaml", "stagedoor doctor --dev"})
public final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; every key can be an environment variable too.")
    private @Nullable Path config;

    @Option(names = "--dev", description = "Check this machine for stagedoor dev instead.")
    private boolean dev;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "With --dev: its data folder; .stagedoor if not given.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    private final @Nullable MachineCheck machine;

    /** Looks at a machine for {@code dev}, whose data is in a folder. */
    @FunctionalInterface
    public interface MachineCheck {
        /** What was found, a result for each thing looked at. */
        List<CheckResult> look(Path data) throws InterruptedException;
    }

    /** The command of an installation without {@code dev}. */
    public DoctorCommand() {
        this.machine = null;
    }

    /** The command of an installation with {@code dev}, whose machine is looked at so. */
    public DoctorCommand(MachineCheck machine) {
        this.machine = machine;
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (spec != null && (dev ? config : data) != null) {
            throw new ParameterException(
                    spec.commandLine(), dev ? "--dev reads no --config" : "--data goes with --dev");
        }
        DoctorReport report = DoctorReport.of(dev ? machine() : server(config, System.getenv(), Clock.systemUTC()));
        report.print(Commands.out(spec), json);
        return report.exitCode();
    }

    private List<CheckResult> machine() throws InterruptedException {
        if (machine == null) {
            throw new IllegalStateException("this installation has no dev part: doctor --dev needs it");
        }
        return machine.look(data == null ? Path.of(".stagedoor") : data);
    }

    /** The database is entered with passwords made from the master key, so it is looked at only where both were good. */
    static List<CheckResult> server(@Nullable Path config, Map<String, String> environment, Clock clock) {
        CheckSettings settings = CheckSettings.of(config, environment);
        List<CheckResult> results = new ArrayList<>(settings.results());
        settings.config().ifPresent(read -> {
            settings.keys().ifPresent(keys -> results.addAll(CheckDatabase.of(read.database(), keys, clock)));
            results.addAll(CheckPort.of(read.http()));
        });
        return results;
    }
}
