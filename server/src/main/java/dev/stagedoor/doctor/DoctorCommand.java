// SPDX-License-Identifier: Apache-2.0
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
            "Check what the server needs and report what is missing. Changes nothing.",
            "Each line has a status (ok, warn or failed), the check and the reason. Exit code 1 if a check failed."
        },
        footer = {"stagedoor doctor --config stagedoor.yaml", "stagedoor doctor --dev"})
public final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; environment variables can set every key.")
    private @Nullable Path config;

    @Option(names = "--dev", description = "Check this machine for stagedoor dev instead.")
    private boolean dev;

    @Option(names = "--data", paramLabel = "FOLDER", description = "With --dev: its data folder (default: .stagedoor).")
    private @Nullable Path data;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final @Nullable MachineCheck machine;

    /** Checks a machine for {@code dev}, with its data folder. */
    @FunctionalInterface
    public interface MachineCheck {
        /** The results. */
        List<CheckResult> look(Path data) throws InterruptedException;
    }

    /** The command in an installation without {@code dev}. */
    public DoctorCommand() {
        this.machine = null;
    }

    /** The command in an installation with {@code dev}, which checks the machine. */
    public DoctorCommand(MachineCheck machine) {
        this.machine = machine;
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (spec != null && (dev ? config : data) != null) {
            throw new ParameterException(
                    spec.commandLine(), dev ? "--dev and --config exclude each other" : "--data needs --dev");
        }
        DoctorReport report = DoctorReport.of(dev ? machine() : server(config, System.getenv(), Clock.systemUTC()));
        report.print(Commands.out(spec), json);
        return report.exitCode();
    }

    private List<CheckResult> machine() throws InterruptedException {
        if (machine == null) {
            throw new IllegalStateException("doctor --dev needs the dev module, which is not installed");
        }
        return machine.look(data == null ? Path.of(".stagedoor") : data);
    }

    /** The database passwords are derived from the master key, so the database is checked only if both are valid. */
    static List<CheckResult> server(@Nullable Path config, Map<String, String> environment, Clock clock) {
        CheckSettings settings = CheckSettings.of(config, environment);
        List<CheckResult> results = new ArrayList<>(settings.results());
        settings.config().ifPresent(read -> {
            settings.keys().ifPresent(keys -> results.addAll(CheckDatabase.of(read.database(), keys, clock)));
            results.addAll(CheckPort.of(read.http()));
            results.addAll(CheckBridge.of(read.realtime().voice()));
        });
        return results;
    }
}
