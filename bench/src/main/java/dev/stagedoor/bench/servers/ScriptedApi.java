// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.processes.Command;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A scripted Messages API in a process of its own: every call gets the same text, at the same pace. */
public final class ScriptedApi implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("answering on port ([0-9]+)");
    private static final String WORD = "word ";

    private final Running process;

    private ScriptedApi(Running process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param keys     the keys that it accepts
     * @param tokens   how many tokens each answer has
     * @param perToken how long each of them takes; nothing for answers at once
     */
    public static ScriptedApi start(List<String> keys, int tokens, Duration perToken) {
        List<String> words = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedApi.class.getName(),
                Integer.toString(tokens),
                Long.toString(perToken.toMillis()));
        Command command =
                Command.of("scripted API", Path.of("").toAbsolutePath(), words).with("KEYS", String.join(",", keys));
        return new ScriptedApi(Running.start(command, PORT));
    }

    /** The process itself: {@code TOKENS MILLISECONDS}, with its keys in the environment. */
    public static void main(String[] args) throws InterruptedException {
        Answer answer = Answer.text(WORD.repeat(Integer.parseInt(args[0])).strip());
        String[] keys = System.getenv("KEYS").split(",", -1);
        try (SandboxClaude claude = SandboxClaude.start(0, ClaudeSettings.realTime(), keys)) {
            claude.when(Asked.anything()).answer(answer.slow(Duration.ofMillis(Long.parseLong(args[1]))));
            System.out.println("answering on port " + claude.port());
            Thread.currentThread().join();
        }
    }

    /** Its base URL. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + process.said());
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
