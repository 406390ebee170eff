// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that starts a child with a family of its own and then waits to be killed.
 *
 * <p>Arguments: the shell, the {@code PATH}, and whether the child obeys SIGTERM. It prints the process ids of the
 * child, a grandchild in the child's group, and a grandchild that left the group and the session.
 */
final class StartsFamily {
    private StartsFamily() {}

    /** The command, with the grace that decides when it is killed if it does not obey. */
    static Command family(boolean obeys, Duration grace) {
        String script = """
            %s
            sleep 600 &
            here=$!
            /usr/bin/setsid sleep 600 &
            echo "$$ $here $!"
            while :; do wait; done
            """.formatted(obeys ? "" : "trap '' TERM");
        return Command.of("family", Path.of("."), List.of("/bin/sh", "-c", script))
                .stoppedBy(StopSignal.TERM, grace);
    }

    /** See the type. */
    public static void main(String[] args) throws InterruptedException {
        Watchdog watchdog = new Watchdog(args[0], Map.of("PATH", args[1]));
        Child child = Child.start(
                watchdog, family(Boolean.parseBoolean(args[2]), Duration.ofSeconds(1)), System.out::println);
        child.awaitExit(Duration.ofMinutes(5));
    }
}
