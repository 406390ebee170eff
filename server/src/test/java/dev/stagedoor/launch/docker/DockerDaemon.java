// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine of the test's own, which can be stopped, made to hang and started again. That requires root and a dockerd:
 * where one is missing, the test is skipped and says so, but never in CI.
 */
public final class DockerDaemon implements AutoCloseable {
    private final Path folder;
    private final List<String> options;
    private @Nullable Process process;

    private DockerDaemon(Path folder, List<String> options) {
        this.folder = folder;
        this.options = options;
    }

    /** Started, with its data in that folder. */
    public static DockerDaemon start(Path folder, String... options) {
        String missing = missing();
        assertThat(System.getenv("CI") == null ? "" : missing)
                .as("in CI, workers are tried on a real engine")
                .isEmpty();
        Assumptions.assumeTrue(missing.isEmpty(), missing);
        DockerDaemon daemon = new DockerDaemon(folder, List.of(options));
        daemon.start();
        return daemon;
    }

    private static String missing() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("user.name").equals("root")) {
            return "A Docker engine of the test's own needs root on Linux, so workers in Docker were NOT VERIFIED.";
        }
        return Stream.of(path().split(":")).anyMatch(bin -> Files.isExecutable(Path.of(bin, "dockerd")))
                ? ""
                : "There is no dockerd (bin/docker-engine gets one), so workers in Docker were NOT VERIFIED.";
    }

    private static String path() {
        Path unpacked = Path.of(System.getProperty("user.dir")).resolveSibling(".tools/docker/usr");
        return Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/sbin:" + unpacked.resolve("sbin") + ":"
                + unpacked.resolve("bin");
    }

    public String host() {
        return "unix://" + socket();
    }

    private Path socket() {
        return folder.resolve("socket");
    }

    /** Where the engine keeps what it was told. */
    public Path data() {
        return folder.resolve("data");
    }

    /** With containers on the host's network or none: nothing of the host's network is touched. */
    public void start() {
        List<String> words = new ArrayList<>(List.of(
                "env", // resolves it on the path below
                "dockerd",
                "--host=" + host(),
                "--data-root=" + data(),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--ip-masq=false",
                "--bridge=none"));
        words.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().put("PATH", path());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Until.isTrue("the engine answers", this::answers);
    }

    private boolean answers() {
        assertThat(process().isAlive())
                .as("dockerd runs; its log is %s", folder.resolve("log"))
                .isTrue();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private Process process() {
        return Objects.requireNonNull(process);
    }

    /** It no longer answers, and closes nothing. */
    public void hang() {
        signal("STOP");
    }

    public void goOn() {
        signal("CONT");
    }

    /** Ends as an operator stops it. */
    public void stop() {
        signal("TERM");
        try {
            assertThat(process().waitFor(60, TimeUnit.SECONDS))
                    .as("dockerd ends")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String signal) {
        run("kill", "-" + signal, Long.toString(process().pid()));
    }

    private static void run(String... command) {
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process().isAlive()) {
            goOn();
            stop();
        }
        // Docker leaves the host's network namespace mounted there, and one that keeps workers its data.
        run(
                "sh",
                "-c",
                "grep \" $0/\" /proc/self/mounts | cut -d' ' -f2 | sort -r | xargs -r umount -l; rm -rf \"$0\"/*",
                folder.toString());
    }
}
