// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The server's commands, which the launcher starts with another main class; listed here for a complete help. */
final class ServerCommands {
    private ServerCommands() {}

    abstract static class OfServer implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Unmatched
        @SuppressWarnings("UnusedVariable") // The server parses the rest.
        private List<String> rest = new ArrayList<>();

        @Override
        public Integer call() {
            if (spec != null) {
                spec.commandLine()
                        .getErr()
                        .printf(
                                "stagedoor: %s is a server command. Start it with the launcher, ./stagedoor %s,%n"
                                        + "  or with Java: java -cp 'lib/*' dev.stagedoor.app.Main %s%n",
                                spec.name(), spec.name(), spec.name());
            }
            return dev.stagedoor.cli.command.ExitCode.USAGE;
        }
    }

    @Command(
            name = "dev",
            description = "Start everything on this machine: database, two LiveKit servers, two tenants.")
    static final class Dev extends OfServer {}

    @Command(name = "serve", description = "Start the server.")
    static final class Serve extends OfServer {}

    @Command(name = "migrate", description = "Migrate the database to this version.")
    static final class Migrate extends OfServer {}

    @Command(
            name = "operator-keys",
            description = "Replace a lost operator key, on the database host: operator-keys recover.")
    static final class OperatorKeys extends OfServer {}

    @Command(name = "doctor", description = "Check what the server needs and report what is missing.")
    static final class Doctor extends OfServer {}
}
