// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.packaging;

import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** This machine's Docker engine, or one started here, which requires root and is stopped by {@link #close}. */
final class DockerEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Shell shell;
    private final @Nullable Launched daemon;

    private DockerEngine(Shell shell, @Nullable Launched daemon) {
        this.shell = shell;
        this.daemon = daemon;
    }

    /** Empty if there is none and none can be started. */
    static Optional<DockerEngine> find() throws IOException {
        if (!System.getProperty("os.name").equals("Linux") || !onPath(path(), "docker")) {
            return Optional.empty();
        }
        Shell shell = Shell.in(Folders.temporary("stagedoor-docker")).with("PATH", path());
        if (shell.run("docker", "version").code() == 0) {
            return Optional.of(new DockerEngine(shell, null));
        }
        boolean root = shell.run("id", "-u").must().out().strip().equals("0");
        return root && onPath(path(), "dockerd") ? Optional.of(started(shell)) : Optional.empty();
    }

    /** Without a network of its own: containers use the host's, or none. */
    private static DockerEngine started(Shell shell) {
        Path folder = shell.folder();
        Folders.deletedAtExit(folder);
        String host = "unix://" + folder.resolve("socket");
        List<String> words = List.of(
                "env", // resolves it on the shell's own path
                "dockerd",
                "--host=" + host,
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false",
                "--ip-masq=false",
                "--bridge=none");
        Launched daemon = Launched.start(shell, words);
        daemon.awaitLine("API listen on", PATIENCE);
        // Its classic builder needs no plugin.
        return new DockerEngine(shell.with("DOCKER_HOST", host).with("DOCKER_BUILDKIT", "0"), daemon);
    }

    private static String path() {
        Path unpacked = Distribution.project().resolve(".tools/docker/usr");
        return Objects.requireNonNullElse(System.getenv("PATH"), "") + ":" + unpacked.resolve("sbin") + ":"
                + unpacked.resolve("bin");
    }

    private static boolean onPath(String path, String program) {
        return Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** A shell from which {@code docker} reaches it. */
    Shell shell() {
        return shell;
    }

    /** Runs {@code docker} with these arguments; fails if that fails. */
    Ran docker(String... arguments) {
        return shell.run(
                        Stream.concat(Stream.of("docker"), Stream.of(arguments)).toArray(String[]::new))
                .must();
    }

    @Override
    public void close() {
        if (daemon != null) {
            daemon.close();
            // Docker leaves the host's network namespace mounted there.
            shell.run("umount", shell.folder().resolve("exec/netns/default").toString());
        }
    }
}
