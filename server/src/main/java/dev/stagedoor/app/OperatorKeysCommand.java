// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.commands.Commands;
import dev.stagedoor.commands.Settings;
import dev.stagedoor.kernel.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stagedoor operator-keys}: what an operator without a key can do on the database host. */
@Command(
        name = "operator-keys",
        description = "Replace lost operator keys, without one.",
        subcommands = OperatorKeysCommand.Recover.class)
final class OperatorKeysCommand {
    @Command(
            name = "recover",
            description = {
                "Create an operator key with every scope, and print it once.",
                "It needs the database and the master key, as serve does. The platform's audit chain records it."
            },
            footer = "stagedoor operator-keys recover --config stagedoor.yaml")
    static final class Recover implements Callable<Integer> {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Configuration file; environment variables can set every key.")
        private @Nullable Path config;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() {
            Settings settings = Settings.read(config, System.getenv());
            Secret key = Server.recover(settings.config(), settings.keys(), Clock.systemUTC());
            Commands.out(spec).println("The new operator key, shown only once: " + key.revealText());
            return 0;
        }
    }
}
