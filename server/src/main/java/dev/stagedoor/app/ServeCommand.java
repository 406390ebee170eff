// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.commands.Settings;
import dev.stagedoor.commands.Version;
import dev.stagedoor.config.Logging;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stagedoor serve}. */
@Command(
        name = "serve",
        description = {
            "Start the server on a migrated database.",
            "SIGTERM drains it: it reports not ready, finishes its requests, and leaves its dispatches to the other"
                    + " nodes."
        },
        footer = "stagedoor serve --config stagedoor.yaml")
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; environment variables can set every key.")
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = Settings.read(config, System.getenv());
        Logging.start(settings.log());
        Server server = Server.start(settings.config(), settings.keys(), Clock.systemUTC());
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            LOG.info("draining: requests in progress finish, new ones are refused");
                            try {
                                server.close();
                            } finally {
                                Logging.stop();
                                over.countDown();
                            }
                        },
                        "drain"));
        LOG.info("Stagedoor {} is listening on port {}", Version.current(), server.port());
        over.await();
        return 0;
    }
}
