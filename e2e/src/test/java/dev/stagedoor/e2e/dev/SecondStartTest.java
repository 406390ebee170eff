// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.e2e.StartedDev;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} keeps its data between starts, and finds a free port if its own is taken. */
class SecondStartTest {
    @TempDir
    private static Path folder;

    private static StartedDev first;
    private static String call;
    private static FileTime databaseMadeAt;
    private static List<WatchEvent.Kind<?>> readyFileEvents;
    private static ServerSocket taken;
    private static StartedDev second;

    @BeforeAll
    static void two_starts_the_second_on_a_port_that_is_taken() throws IOException {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            WatchKey changes =
                    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            first = StartedDev.in(folder);
            readyFileEvents = eventsOf(first.readyFile(), changes);
        }
        try (StartedDev running = first) {
            databaseMadeAt = madeAt(running);
            call = asAcme(running)
                    .post("/api/v1/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"joined\"}")
                    .at("/call_id");
        }
        taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        second = StartedDev.in(folder, "--port", Integer.toString(taken.getLocalPort()));
    }

    @AfterAll
    static void stop() throws IOException {
        second.close();
        taken.close();
    }

    @Test
    void tenants_keys_and_calls_are_still_there() {
        assertThat(second.ready().operatorKey()).isEqualTo(first.ready().operatorKey());
        assertThat(second.ready().tenants())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("livekitUrl")
                .isEqualTo(first.ready().tenants());
        assertThat(asAcme(second).get("/api/v1/calls/" + call).at("/user_id")).isEqualTo("alice");
    }

    @Test
    void the_database_of_the_first_start_is_used_and_not_made_again() throws IOException {
        assertThat(madeAt(second)).isEqualTo(databaseMadeAt);
    }

    @Test
    void a_taken_port_is_said_and_the_next_free_one_used() {
        int port = second.ready().url().getPort();

        assertThat(port).isGreaterThan(taken.getLocalPort());
        assertThat(second.process().output()).contains("port " + taken.getLocalPort() + " is in use; using " + port);
        assertThat(asAcme(second).get("/api/v1/agents").status()).isEqualTo(200);
    }

    @Test
    void the_ready_file_appears_whole_and_for_its_owner_only() throws IOException {
        // Writing a file in place shows as create, then modify; moving it there shows only as create.
        assertThat(readyFileEvents).containsExactly(StandardWatchEventKinds.ENTRY_CREATE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.readyFile())))
                .isEqualTo("rw-------");
        assertThat(second.data().resolve("ready.json")).hasSameTextualContentAs(second.readyFile());
        assertThat(second.ready().tenants()).extracting("slug").containsExactly("acme", "globex");
    }

    private static List<WatchEvent.Kind<?>> eventsOf(Path file, WatchKey changes) {
        return changes.pollEvents().stream()
                .filter(event -> file.getFileName().equals(event.context()))
                .<WatchEvent.Kind<?>>map(WatchEvent::kind)
                .toList();
    }

    /** Only initdb writes {@code PG_VERSION}. */
    private static FileTime madeAt(StartedDev dev) throws IOException {
        try (Stream<Path> files = Files.find(dev.data().resolve("postgres"), 3, SecondStartTest::isVersionOfCluster)) {
            return Files.getLastModifiedTime(files.findFirst().orElseThrow());
        }
    }

    private static boolean isVersionOfCluster(Path file, BasicFileAttributes attributes) {
        return file.endsWith("PG_VERSION") && Files.isDirectory(file.resolveSibling("global"));
    }

    private static Caller asAcme(StartedDev dev) {
        return new Caller(
                dev.ready().url(), Secret.of(dev.ready().tenant("acme").apiKey()));
    }
}
