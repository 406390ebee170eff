// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.launch.allowed.AllowedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Workers that are shell scripts, in a folder of their own: real processes without LiveKit. */
final class WorkerScript {
    /** Registers, and ends when it is asked to. */
    static final String GOOD = """
            trap 'echo finishing; exit 0' TERM
            echo "starting $AGENT_NAME"
            echo "registered worker"
            while :; do sleep 0.05; done
            """;

    /** The same, and says first what is in its environment. */
    static final String TELLING = "env | sort\n" + GOOD;

    /** Ends at once, as if all were well. */
    static final String ENDING = "echo 'no such server'; exit 0\n";

    /** Takes no notice of SIGTERM. */
    static final String STUBBORN = """
            trap '' TERM
            echo "registered worker"
            while :; do sleep 0.05; done
            """;

    /** Writes 1 GB as fast as it can, in four parts. */
    static final String FLOODING = """
            echo "registered worker"
            for part in first second third fourth; do
                yes "$(printf 'x%.0s' $(seq 1 200))" | head -c 250000000
                sleep 2
                echo
                echo "$part part written"
            done
            while :; do sleep 0.05; done
            """;

    /** Runs, and never registers. */
    static final String SILENT = "while :; do sleep 0.05; done\n";

    private WorkerScript() {}

    /** The commands of the configuration: each script by its name. */
    static List<String> commands(String... namesAndScripts) {
        try {
            Path folder = Files.createTempDirectory("worker-scripts");
            List<String> commands = new ArrayList<>();
            for (int at = 0; at < namesAndScripts.length; at += 2) {
                Path script = folder.resolve(namesAndScripts[at] + ".sh");
                Files.writeString(script, namesAndScripts[at + 1]);
                script.toFile().deleteOnExit();
                commands.add(
                        new AllowedCommand(namesAndScripts[at], folder, List.of("/bin/sh", script.toString())).line());
            }
            folder.toFile().deleteOnExit();
            return commands;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
