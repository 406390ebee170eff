// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.conformance.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The demo agent of {@code examples/agent}, registered with a real server until {@link #close}. */
final class RealAgent implements AutoCloseable {
    private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;

    private RealAgent(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static RealAgent start(String url, String key, String secret, String agentName) {
        Path folder = folder();
        try {
            Path log = Files.createTempFile("agent", ".log");
            ProcessBuilder builder = new ProcessBuilder("node", "agent.mjs", "start")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("LIVEKIT_URL", url);
            builder.environment().put("LIVEKIT_API_KEY", key);
            builder.environment().put("LIVEKIT_API_SECRET", secret);
            builder.environment().put("AGENT_NAME", agentName);
            // Our end of its standard input closes when this process ends, however it ends.
            builder.environment().put("EXIT_WITH_STDIN", "1");
            RealAgent agent = new RealAgent(builder.start(), log);
            Await.until(REGISTERED_WITHIN, agent::registered);
            return agent;
        } catch (IOException e) {
            throw new AssertionError("the demo agent needs Node.js 20 or later as `node` on the PATH", e);
        }
    }

    private boolean registered() {
        if (!process.isAlive()) throw new AssertionError("the demo agent ended:\n" + log());
        return log().contains("registered worker");
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("examples/agent"))
                .filter(path -> Files.isDirectory(path.resolve("node_modules")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the demo agent is not installed: npm ci in examples/agent"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
