// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.commands.Commands;
import dev.stagedoor.commands.Settings;
import dev.stagedoor.kernel.Secret;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stagedoor migrate}. */
@Command(
        name = "migrate",
        description = {
            "Migrate the database to this version: schema, roles, privileges. Safe to repeat.",
            "On an empty database it prints the first operator key, once."
        },
        footer = "stagedoor migrate --config stagedoor.yaml")
final class MigrateCommand implements Callable<Integer> {
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
        int ran = Server.migrate(settings.config().database(), settings.keys());
        PrintWriter out = Commands.out(spec);
        out.println(ran == 0 ? "The database is up to date." : ran + " migrations ran.");
        Optional<Secret> key = Server.bootstrap(settings.config(), settings.keys(), Clock.systemUTC());
        key.ifPresent(first -> out.println("The first operator key, shown only once: " + first.revealText()));
        return 0;
    }
}
