// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.launch.allowed.AllowedCommand;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;

/** What {@code dev} decides of its configuration: on loopback, where the tenants' servers are too. */
final class DevConfig {
    /** No country has it, so no caller can dial it: calls to it are only ever simulated. */
    static final String PHONE_NUMBER = "+0987654321";

    /** Whose demo agent answers that number. */
    static final String PHONE_TENANT = "acme";

    private static final int TRIES = 100;

    private DevConfig() {}

    /** That port, or the next free one. Any port (0) is the server's to choose: one that is free now may soon be taken. */
    static int port(int wanted, DevScreen screen) {
        int free = wanted == 0 ? 0 : free(wanted);
        if (free != wanted) {
            screen.say("port " + wanted + " is in use; using " + free);
        }
        return free;
    }

    /** What {@code dev} decides, as variables of the environment; {@link DevSettings} refuses others for them. */
    static Map<String, String> of(
            int port, DatabaseSettings database, VoiceConfig voice, Optional<AllowedCommand> agent) {
        return Map.ofEntries(
                Map.entry("STAGEDOOR_HTTP_HOST", "127.0.0.1"),
                Map.entry("STAGEDOOR_HTTP_PORT", Integer.toString(port)),
                Map.entry("STAGEDOOR_DATABASE_URL", database.url()),
                Map.entry("STAGEDOOR_DATABASE_ROLE_PREFIX", database.rolePrefix()),
                Map.entry("STAGEDOOR_DATABASE_POOL_SIZE", Integer.toString(database.poolSize())),
                Map.entry("STAGEDOOR_LAUNCH_RUNTIMES", agent.isPresent() ? "process" : ""),
                Map.entry(
                        "STAGEDOOR_LAUNCH_COMMANDS",
                        agent.map(AllowedCommand::line).orElse("")),
                Map.entry("STAGEDOOR_EGRESS_ALLOW", "127.0.0.0/8,::1"),
                Map.entry("STAGEDOOR_ACCESS_ANY_LOCALHOST_ORIGIN", "true"),
                Map.entry("STAGEDOOR_REALTIME_VOICE_BRIDGE", voice.bridge()),
                Map.entry("STAGEDOOR_REALTIME_VOICE_SECRET", voice.secret().revealText()),
                Map.entry("STAGEDOOR_PROJECTS_DEVELOPMENT_KEY", "true"),
                Map.entry("STAGEDOOR_TELEPHONY_UNSIGNED_NUMBER", PHONE_NUMBER),
                Map.entry("STAGEDOOR_TELEPHONY_UNSIGNED_TENANT", PHONE_TENANT),
                Map.entry("STAGEDOOR_TELEPHONY_UNSIGNED_AGENT", DevProject.AGENT_NAME));
    }

    private static int free(int wanted) {
        for (int port = wanted; port < wanted + TRIES && port <= 65_535; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException inUse) {
                // Try the next one.
            }
        }
        throw new IllegalStateException("no free port from " + wanted + " to " + (wanted + TRIES - 1));
    }
}
