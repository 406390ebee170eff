// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.commands.Commands;
import dev.stagedoor.config.Logging;
import dev.stagedoor.dev.DevOptions.LiveKitSource;
import dev.stagedoor.devmode.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stagedoor dev}. */
@Command(
        name = "dev",
        description = {
            "Start everything on this machine: database, two LiveKit servers, two tenants, the demo agent, the server.",
            "Ctrl-C stops everything; the data stays. Settings of the environment apply as they do to serve, except"
                    + " those that dev decides."
        },
        footer = {"stagedoor dev", "stagedoor dev --port 9000 --livekit sandbox"})
final class DevCommand implements Callable<Integer> {
    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port (default: ${DEFAULT-VALUE}); if it is in use, the next free one.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = ".stagedoor",
            description = "Data folder (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".stagedoor");

    @Option(
            names = "--livekit",
            paramLabel = "WHICH",
            defaultValue = "${env:STAGEDOOR_LIVEKIT}",
            description = "real, sandbox or external (default: real if livekit-server is installed, else sandbox).")
    private @Nullable LiveKitSource livekit;

    @Option(names = "--no-agent", description = "Do not start the demo agent.")
    private boolean noAgent;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Another ready file to write, besides ready.json in the data folder.")
    private @Nullable Path readyFile;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Commands.out(spec);
        DevOptions options = new DevOptions(port, data, livekit, !noAgent, readyFile);
        Installation installation = Installation.find(System.getenv(), Path.of(""));
        DevSettings settings = DevSettings.of(installation.environment());
        Logging.start(settings.log());
        CountDownLatch over = new CountDownLatch(1);
        Dev dev = new Dev(options, installation, settings, new DevScreen(out));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                dev.close();
                            } finally {
                                Logging.stop();
                                over.countDown();
                            }
                        },
                        "dev-shutdown"));
        try {
            dev.start();
        } catch (RuntimeException failed) {
            dev.close();
            throw failed;
        }
        over.await();
        return 0;
    }
}
