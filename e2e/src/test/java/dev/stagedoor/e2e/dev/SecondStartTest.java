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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dev} keeps its data from one start to the next, and finds a port when its own is taken. */
class SecondStartTest {
    /** The first step that has nothing to do with data. */
    private static final String DATA_IS_UP = "starting agent worker of acme";

    @TempDir
    private Path folder;

    @Test
    void a_second_start_keeps_tenants_keys_and_calls_and_is_up_sooner() throws IOException {
        String call;
        Duration first;
        StartedDev before = StartedDev.in(folder);
        try (before) {
            call = caller(before)
                    .post("/api/v1/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"joined\"}")
                    .at("/call_id");
            first = before.process().saidAfter(DATA_IS_UP);
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                StartedDev again = StartedDev.in(folder, "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(again.process().output())
                    .contains("port " + taken.getLocalPort() + " is taken; using "
                            + again.ready().url().getPort());
            assertThat(again.ready().url().getPort()).isGreaterThan(taken.getLocalPort());

            assertThat(again.ready().operatorKey()).isEqualTo(before.ready().operatorKey());
            assertThat(again.ready().tenants())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("livekitUrl")
                    .isEqualTo(before.ready().tenants());
            assertThat(caller(again).get("/api/v1/calls/" + call).at("/user_id"))
                    .isEqualTo("alice");
            assertThat(again.process().saidAfter(DATA_IS_UP)).isLessThan(first);
        }
    }

    @Test
    void the_ready_file_appears_whole_and_for_its_owner_only() throws IOException {
        try (WatchService watch = FileSystems.getDefault().newWatchService()) {
            WatchKey changes =
                    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            try (StartedDev dev = StartedDev.in(folder, "--no-agent")) {
                assertThat(eventsOf(dev.readyFile(), changes)).containsExactly(StandardWatchEventKinds.ENTRY_CREATE);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dev.readyFile())))
                        .isEqualTo("rw-------");
                assertThat(dev.data().resolve("ready.json")).hasSameTextualContentAs(dev.readyFile());
                assertThat(dev.ready().tenants()).extracting("slug").containsExactly("acme", "globex");
            }
        }
    }

    /** A file that is written in place is made first and then modified; one that is moved there is just there. */
    private static List<WatchEvent.Kind<?>> eventsOf(Path file, WatchKey changes) {
        return changes.pollEvents().stream()
                .filter(event -> file.getFileName().equals(event.context()))
                .<WatchEvent.Kind<?>>map(WatchEvent::kind)
                .toList();
    }

    private static Caller caller(StartedDev dev) {
        return new Caller(
                dev.ready().url(), Secret.of(dev.ready().tenant("acme").apiKey()));
    }
}
