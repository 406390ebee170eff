// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.DevReady.Tenant;
import dev.stagedoor.e2e.FreePorts;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.StartedDev;
import dev.stagedoor.e2e.dev.ProcessTable.Row;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However {@code dev} ends, no process of it keeps running, and it starts again on the same data. */
class StoppedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    /** How it may end, and the exit code a shell then sees. */
    enum End {
        TERMINATED(143, dev -> dev.signal("TERM")),
        CTRL_C(130, dev -> dev.signalGroup("INT")),
        KILLED(137, dev -> dev.signal("KILL"));

        private final int code;

        @SuppressWarnings("ImmutableEnumChecker") // None of them has state.
        private final Consumer<Launched> come;

        End(int code, Consumer<Launched> come) {
            this.code = code;
            this.come = come;
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_child_and_no_open_port_is_left(End end) {
        StartedDev dev = StartedDev.inOwnGroup(folder);
        try (dev) {
            List<Integer> ports = ports(dev);
            assertThat(ports).hasSize(4).allMatch(StoppedTest::isOpen, "open");
            List<Row> family = ProcessTable.family(dev.process().pid());
            assertThat(family.toString()).contains("postgres", "livekit-acme.yaml", "livekit-globex.yaml", "agent.mjs");

            try (FreePorts _ = FreePorts.looked()) {
                end.come.accept(dev.process());

                assertThat(dev.process().awaitEnd()).isEqualTo(end.code);
                Await.until("no child", PATIENCE, () -> family.stream().noneMatch(StoppedTest::runs));
                assertThat(ports).noneMatch(StoppedTest::isOpen);
            }
        }
        assertThat(ProcessTable.telling(dev.data().toString())).isEmpty();
        assertThat(dev.ready().tenants().stream().map(Tenant::livekitKey))
                .allSatisfy(key -> assertThat(ProcessTable.telling(key)).isEmpty());
    }

    /** The ports of Stagedoor, PostgreSQL and both livekit-servers. */
    private static List<Integer> ports(StartedDev dev) {
        Stream<Integer> livekit = dev.ready().tenants().stream()
                .map(tenant -> URI.create(tenant.livekitUrl()).getPort());
        return Stream.concat(Stream.of(dev.ready().url().getPort(), new DevDatabase(dev).port()), livekit)
                .toList();
    }

    private static boolean runs(Row process) {
        return ProcessHandle.of(process.pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    private static boolean isOpen(int port) {
        try (Socket open = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            return open.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }
}
