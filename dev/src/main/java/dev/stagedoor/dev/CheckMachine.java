// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.config.ConfigRefused;
import dev.stagedoor.crypto.MasterKeyRefused;
import dev.stagedoor.crypto.MasterKeys;
import dev.stagedoor.devmode.ChildNotStarted;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.NodeAgent;
import dev.stagedoor.devmode.NodeBridge;
import dev.stagedoor.doctor.CheckResult;
import dev.stagedoor.postgres.PostgresNotStarted;
import dev.stagedoor.postgres.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks whether {@code stagedoor dev} can start on this machine, and what is missing. */
record CheckMachine(Installation installation, Path data) {
    private static final long NEEDED_BYTES = 1L << 30;
    private static final String LIVEKIT = "livekit-server";

    /** The results for this machine, with dev's data folder. */
    static List<CheckResult> of(Path data) throws InterruptedException {
        return new CheckMachine(Installation.find(System.getenv(), Path.of("")), data).look();
    }

    List<CheckResult> look() throws InterruptedException {
        List<CheckResult> results = new ArrayList<>();
        results.add(jdk(Path.of(System.getProperty("java.home")), Runtime.version()));
        results.add(disk(NEEDED_BYTES));
        masterKey().ifPresent(results::add);
        results.addAll(refusedSettings());
        results.add(postgres());
        CheckResult livekit = livekit();
        results.add(livekit);
        results.addAll(agent(livekit.status() == CheckResult.Status.OK));
        return results;
    }

    /** {@code dev} runs on a Java runtime; {@code make run} builds, and needs a compiler. */
    static CheckResult jdk(Path home, Runtime.Version version) {
        String seen = "Java " + version + " in " + home;
        return Files.isExecutable(home.resolve("bin/javac"))
                ? CheckResult.ok("JDK", seen)
                : CheckResult.warn("JDK", seen + " has no compiler", "to build from source, install a full JDK 25");
    }

    CheckResult disk(long needed) {
        String what = "disk";
        try {
            Path there = existing();
            long free = Files.getFileStore(there).getUsableSpace();
            String seen = free / (1 << 20) + " MiB free for " + data;
            if (!Files.isWritable(there)) {
                return CheckResult.failed(what, there + " is not writable", "choose another folder with --data");
            }
            return free >= needed
                    ? CheckResult.ok(what, seen)
                    : CheckResult.failed(
                            what, seen, "free up " + needed / (1 << 20) + " MiB, or choose another --data");
        } catch (IOException e) {
            return CheckResult.failed(what, data + ": " + e, "choose another folder with --data");
        }
    }

    /** The data folder, or its nearest existing parent. */
    private Path existing() {
        return Stream.iterate(data.toAbsolutePath().normalize(), Path::getParent)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }

    private Optional<CheckResult> masterKey() {
        Path file = data.resolve("master.key");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CheckResult.ok(
                    "master key", MasterKeys.fromFile(file).primary().id() + " in " + file));
        } catch (MasterKeyRefused refused) {
            return Optional.of(CheckResult.failed("master key", String.valueOf(refused.getMessage()), null));
        }
    }

    /** What {@code dev} would not start with. */
    private List<CheckResult> refusedSettings() {
        try {
            DevSettings.of(installation.environment());
            return List.of();
        } catch (ConfigRefused refused) {
            return refused.reasons().stream()
                    .map(reason -> CheckResult.failed("configuration", reason, null))
                    .toList();
        }
    }

    private CheckResult postgres() {
        String what = "embedded PostgreSQL";
        try {
            return CheckResult.ok(what, Trial.run(data.resolve("postgres"), installation.environment()));
        } catch (PostgresNotStarted wrong) {
            return CheckResult.failed(what, String.valueOf(wrong.getMessage()), null);
        }
    }

    private CheckResult livekit() {
        try {
            return installation
                    .livekitServer()
                    .map(program -> CheckResult.ok(LIVEKIT, program.toString()))
                    .orElseGet(() -> CheckResult.warn(
                            LIVEKIT, "not found: dev uses the sandbox, without media", "run make livekit"));
        } catch (ChildNotStarted wrong) {
            return CheckResult.failed(LIVEKIT, String.valueOf(wrong.getMessage()), "correct or unset LIVEKIT_SERVER");
        }
    }

    /** With a real LiveKit, dev starts the agent and fails without it; with the sandbox it does not need it. */
    private List<CheckResult> agent(boolean wanted) throws InterruptedException {
        List<CheckResult> results = new ArrayList<>();
        try {
            results.add(
                    CheckResult.ok("Node", NodeAgent.requireNode(installation).toString()));
        } catch (ChildNotStarted wrong) {
            results.add(missing("Node", wrong, wanted));
        }
        try {
            NodeAgent.requirePackages(installation);
            results.add(CheckResult.ok("demo agent", installation.agentFolder() + ", with its packages"));
        } catch (ChildNotStarted wrong) {
            results.add(missing("demo agent", wrong, wanted));
        }
        results.add(bridge());
        return results;
    }

    private CheckResult bridge() {
        String folder = installation.bridgeFolder().toString();
        return NodeBridge.isInstalled(installation)
                ? CheckResult.ok("voice bridge", folder + ", with its packages")
                : CheckResult.warn(
                        "voice bridge", "not installed: pages cannot speak with agents", "run npm ci in " + folder);
    }

    private static CheckResult missing(String what, ChildNotStarted wrong, boolean wanted) {
        CheckResult.Status status = wanted ? CheckResult.Status.FAILED : CheckResult.Status.WARN;
        return new CheckResult(status, what, String.valueOf(wrong.getMessage()), null);
    }
}
