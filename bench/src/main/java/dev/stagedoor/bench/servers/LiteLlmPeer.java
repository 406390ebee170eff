// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.processes.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** LiteLLM's proxy, as {@code bench/peers/litellm} configures it, in front of the scripted API. */
public final class LiteLlmPeer implements AutoCloseable {
    /** Its master key, made up for the benchmark. */
    public static final String KEY = "sk-stagedoor-benchmark-litellm";

    private static final Pattern READY = Pattern.compile("running on (http://127.0.0.1:[0-9]+)");

    private final Running process;
    private final int workers;

    private LiteLlmPeer(Running process, int workers) {
        this.process = process;
        this.workers = workers;
    }

    /** Whether its packages are installed. */
    public static boolean isInstalled(Path home) {
        return Files.isExecutable(program(home));
    }

    private static Path program(Path home) {
        return home.resolve(".tools/litellm/bin/litellm");
    }

    /** Starts it with this many worker processes. */
    public static LiteLlmPeer start(Path home, ScriptedApi api, String providerKey, int workers) {
        Path folder = home.resolve("bench/peers/litellm");
        List<String> words = List.of(
                program(home).toString(),
                "--config",
                folder.resolve("config.yaml").toString(),
                "--log_config",
                folder.resolve("logging.json").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(freePort()),
                "--num_workers",
                Integer.toString(workers));
        Command command = Command.of("litellm peer", folder, words)
                .with("LITELLM_MASTER_KEY", KEY)
                .with("LITELLM_MODE", "PRODUCTION")
                .with("LITELLM_LOG", "ERROR")
                .with("LITELLM_LOCAL_MODEL_COST_MAP", "True")
                .with("ANTHROPIC_API_BASE", api.url().toString())
                .with("ANTHROPIC_API_KEY", providerKey);
        return new LiteLlmPeer(Running.start(command, READY), workers);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As shown in the tables. */
    public String name() {
        return "LiteLLM, " + workers + (workers == 1 ? " worker" : " workers");
    }

    /** Where it passes messages on, in the vendor's form. */
    public URI url() {
        return URI.create(process.said() + "/anthropic/v1/messages");
    }

    /** Its parent process. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
