// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.until;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("F17: the end of an old connection never touches the one that took its UI session over (124)")
class TakeoverTest {
    private static final int TIMES = 100;
    private static final int ROUNDS = 30;
    private static final int AT_ONCE = 8;

    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static String uiSession(Page page) {
        return page.next("ui_session_id_changed").path("ui_session_id").asText();
    }

    @Test
    void one_after_the_other_on_two_nodes_each_is_heard_and_the_one_before_is_told() {
        URI other = SERVER.startAnotherNode();
        try (RealtimeScene acme = new RealtimeScene(SERVER, "takeover-chain")) {
            String token = acme.token("alice");
            Page last = acme.open(token);
            String ui = uiSession(last);
            for (int i = 0; i < TIMES; i++) {
                Page next = acme.open(i % 3 == 0 ? other : SERVER.url(), token, "ui_session_id", ui);
                assertThat(uiSession(next)).isEqualTo(ui);
                assertThat(last.closed()).isEqualTo("4409 replaced");
                next.say("{\"type\":\"ping\"}").next("pong");
                last = next;
            }
            last.say(input("still me"));
            assertThat(last.next("message").at("/message/content").asText()).isEqualTo("still me");
        }
    }

    @Test
    void of_some_at_once_one_is_left_and_it_is_not_deaf() {
        URI other = SERVER.startAnotherNode();
        try (RealtimeScene acme = new RealtimeScene(SERVER, "takeover-race");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String token = acme.token("alice");
            Page first = acme.open(token);
            String ui = uiSession(first);
            List<Page> open = new ArrayList<>(List.of(first));
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<Page>> begun = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    URI node = i % 4 == 3 ? other : SERVER.url();
                    begun.add(
                            CompletableFuture.supplyAsync(() -> acme.open(node, token, "ui_session_id", ui), threads));
                }
                begun.forEach(each -> open.add(each.join()));
                until("one is left", () -> open.stream().filter(Page::isOpen).count() == 1);
                open.removeIf(page -> !page.isOpen());
                open.getFirst().say(input("round " + round)).next("message");
                open.getFirst().next("user_turn_start");
            }
        }
    }
}
