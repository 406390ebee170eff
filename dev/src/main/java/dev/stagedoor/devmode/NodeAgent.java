// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import dev.stagedoor.launch.allowed.AllowedCommand;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo agent, as a command that tenants' workers may be. */
public final class NodeAgent {
    /** By which tenants choose it. */
    public static final String COMMAND = "demo-agent";

    private static final int OLDEST_NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v([0-9]+)\\..*");

    private NodeAgent() {}

    /**
     * The command.
     *
     * @throws ChildNotStarted if Node or the agent's packages are missing; says what to do
     */
    public static AllowedCommand command(Installation installation) {
        try {
            Path node = requireNode(installation);
            requirePackages(installation);
            return new AllowedCommand(
                    COMMAND,
                    installation.agentFolder().toAbsolutePath(),
                    List.of(node.toString(), "agent.mjs", "start"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildNotStarted("interrupted while Node was looked for", e);
        }
    }

    /**
     * The Node that workers run on.
     *
     * @throws ChildNotStarted if it is missing or too old; says what to do
     */
    public static Path requireNode(Installation installation) throws InterruptedException {
        Path node = installation
                .program("node")
                .orElseThrow(() -> new ChildNotStarted("The demo agent needs Node "
                        + OLDEST_NODE
                        + " or newer, which is not on the PATH. Install it (https://nodejs.org), or start with"
                        + " --no-agent."));
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Command ask = Command.of("node --version", Path.of("."), List.of(node.toString(), "--version"));
        try (Child child = Child.start(ask, lines::add)) {
            child.awaitExit(Duration.ofSeconds(20));
        }
        String version = String.join(" ", lines);
        Matcher major = NODE_VERSION.matcher(version);
        if (!major.matches() || Integer.parseInt(major.group(1)) < OLDEST_NODE) {
            throw new ChildNotStarted("The demo agent needs Node " + OLDEST_NODE + " or newer, but " + node + " says "
                    + version + ". Install a newer one (https://nodejs.org), or start with --no-agent.");
        }
        return node;
    }

    /**
     * Checks for the agent and its packages.
     *
     * @throws ChildNotStarted if they are missing; says what to do
     */
    public static void requirePackages(Installation installation) {
        if (!Files.isRegularFile(installation.agentFolder().resolve("agent.mjs"))) {
            throw new ChildNotStarted(
                    "There is no demo agent in " + installation.agentFolder() + "; start with --no-agent.");
        }
        if (!Files.isDirectory(installation.agentFolder().resolve("node_modules"))) {
            throw new ChildNotStarted(
                    "The demo agent's packages are not installed. Run npm ci in " + installation.agentFolder() + ".");
        }
    }
}
