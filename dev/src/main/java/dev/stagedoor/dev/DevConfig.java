package dev.stagedoor.dev;

import dev.stagedoor.access.AccessConfig;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.dispatch.DispatchTiming;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.limits.LimitsConfig;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.vault.VaultConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/** The configuration of {@code dev}: loopback only, the tenants' servers too. */
final class DevConfig {
    private static final int TRIES = 100;

    private DevConfig() {}

    static AppConfig of(int port, DatabaseSettings database, DevScreen screen) {
        int free = free(port);
        if (free != port && port != 0) {
            screen.say("port " + port + " is taken; using " + free);
        }
        return new AppConfig(
                HttpConfig.local().onPort(free),
                database,
                LedgerConfig.STANDARD,
                new TenantsConfig(Duration.ofDays(30)),
                new AccessConfig(true),
                new LimitsConfig(100, 200),
                EgressConfig.withLoopback(),
                VaultConfig.usual(),
                DispatchTiming.STANDARD,
                CallsConfig.STANDARD);
    }

    private static int free(int wanted) {
        for (int port = wanted; port < wanted + TRIES && port <= 65_535; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        throw new IllegalStateException("no port is free from " + wanted + " on");
    }
}
