// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.realtime.RealtimeScene.talk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.http.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Many pages at once, pages whose node goes, and pages that were away for long (C2, E5, R1)")
class CrowdTest {
    private static final int KEPT = 10;

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(usual, keeping(KEPT)));

    private static int number;
    private RealtimeScene acme;

    private static RealtimeConfig keeping(int events) {
        RealtimeConfig usual = RealtimeConfig.usual();
        return new RealtimeConfig(
                usual.heartbeat(),
                usual.maxMessage(),
                usual.messagesPerSecond(),
                usual.uiSessionKept(),
                events,
                usual.maxTokens(),
                usual.history(),
                usual.longestFile(),
                usual.filesPerUser(),
                usual.voice());
    }

    @BeforeEach
    void aTenant() {
        acme = new RealtimeScene(SERVER, "crowd-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static <T> List<T> atOnce(int times, IntFunction<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> begun = IntStream.range(0, times)
                    .mapToObj(i -> threads.submit(() -> work.apply(i)))
                    .toList();
            List<T> all = new ArrayList<>();
            for (Future<T> each : begun) {
                all.add(each.get());
            }
            return all;
        }
    }

    private static String ui(Page page) {
        return page.next("ui_session_id_changed").path("ui_session_id").asText();
    }

    @Test
    @DisplayName("C2: 200 who sign in and connect at the same time, on two nodes, have a chat user each, and no other")
    void all_first_connections_at_once() throws Exception {
        URI other = SERVER.startAnotherNode();

        List<String> tokens = atOnce(200, i -> acme.token("user-" + i));
        List<String> uis = atOnce(200, i -> {
            Page page = acme.open(i % 2 == 0 ? SERVER.url() : other, tokens.get(i));
            String ui = ui(page);
            page.ready();
            return ui;
        });

        assertThat(uis).doesNotHaveDuplicates();
        assertThat(count("chat_users")).isEqualTo(200);
        assertThat(count("chat_user_assignments")).isEqualTo(200);
        assertThat(count("chat_user_slots")).isEqualTo(200);
        assertThat(acme.tenant.audited("chat_user.connect")).hasSize(200);
    }

    private long count(String table) {
        return Long.parseLong(
                SERVER.column("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + acme.tenant.id() + "'")
                        .getFirst());
    }

    @Test
    @DisplayName("E5: pages of a node that shuts down are told so, and go on at another: nothing is lost")
    void a_node_is_drained() throws Exception {
        URI leaving = SERVER.startAnotherNode();
        List<String> tokens =
                IntStream.range(0, 20).mapToObj(i -> acme.token("user-" + i)).toList();
        List<Page> pages = atOnce(20, i -> acme.open(leaving, tokens.get(i)));
        List<String> uis = pages.stream().map(CrowdTest::ui).toList();
        pages.forEach(page -> talk(page.ready(), "before"));
        List<Long> seen = pages.stream()
                .map(page -> page.heard().getLast().path("seq").asLong())
                .toList();

        SERVER.stop(leaving);

        assertThat(pages.stream().map(Page::closed)).allMatch(why -> why.startsWith("1012 "));
        atOnce(20, i -> {
            Page again = acme.open(tokens.get(i), "ui_session_id", uis.get(i), "after", Long.toString(seen.get(i)));
            JsonNode greeting = again.next("ui_session_id_changed");
            assertThat(greeting.path("ui_session_id").asText()).isEqualTo(uis.get(i));
            assertThat(greeting.path("replays").asBoolean()).isTrue();
            talk(again.ready(), "after");
            assertThat(again.heard().stream()
                            .map(frame -> frame.path("seq").asLong())
                            .filter(seq -> seq > seen.get(i))
                            .findFirst())
                    .hasValue(seen.get(i) + 1);
            return again;
        });
        assertThat(SERVER.column("SELECT DISTINCT messages FROM chats WHERE tenant_id = '" + acme.tenant.id() + "'"))
                .containsExactly("4");
    }

    @Test
    void clients_in_the_middle_of_a_handshake_hold_nobody_up_and_do_not_stay() throws Exception {
        URI node =
                SERVER.startAnotherNode(HttpConfig.local().with(draft -> draft.requestTimeout = Duration.ofSeconds(3)));
        List<Socket> halfway = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.getPort());
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write("GET /api/rt/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: "
                                .getBytes(StandardCharsets.US_ASCII));
                halfway.add(socket);
            }

            Page page = acme.open(node, acme.token("alice"));
            talk(page.ready(), "undisturbed");

            for (Socket socket : halfway) {
                assertThat(end(socket)).doesNotContain("101 Switching");
            }
        } finally {
            for (Socket socket : halfway) {
                socket.close();
            }
        }
    }

    /** What it was told until the server closed it. */
    private static String end(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName(
            "of a UI session as many events are kept as realtime.events_kept says; who missed more is told the whole chat")
    void old_events_are_forgotten() {
        String token = acme.token("alice");
        Page page = acme.open(token);
        String ui = ui(page);
        page.ready();
        while (page.heard().getLast().path("seq").asLong() < 120) {
            talk(page, "hello");
        }
        long last = page.heard().getLast().path("seq").asLong();
        page.vanish();

        List<Long> stored =
                SERVER.column("SELECT seq FROM ui_events WHERE ui_session_id = '" + ui + "' ORDER BY seq").stream()
                        .map(Long::valueOf)
                        .toList();
        assertThat(stored.getFirst()).isBetween(100L - KEPT, last - KEPT);
        assertThat(stored).hasSize((int) (last - stored.getFirst() + 1));

        Page again = acme.open(token, "ui_session_id", ui, "after", "1");
        assertThat(again.next("ui_session_id_changed").path("resumed").asBoolean())
                .isTrue();
        assertThat(again.next("chat_session_changed").at("/chat_session/messages"))
                .hasSizeGreaterThan(20);
        again.ready();
        talk(again, "and on");
        assertThat(again.heard().getLast().path("seq").asLong()).isGreaterThan(last);
    }
}
