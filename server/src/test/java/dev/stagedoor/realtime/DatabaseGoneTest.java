// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.realtime.RealtimeScene.talk;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.db.PostgresProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName(
        "The database is gone for a while: pages go on where they were, and what they said is done once or refused (R1)")
class DatabaseGoneTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(usual, through(usual.database())));

    private static @Nullable PostgresProxy proxy;

    private static DatabaseSettings through(DatabaseSettings usual) {
        try {
            PostgresProxy between = new PostgresProxy(usual.url());
            proxy = between;
            return new DatabaseSettings(
                    between.jdbcUrl(),
                    usual.rolePrefix(),
                    usual.poolSize(),
                    usual.statementTimeout(),
                    usual.adminUser(),
                    usual.adminPassword());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PostgresProxy proxy() {
        return Objects.requireNonNull(proxy, "the server was configured");
    }

    @AfterAll
    static void end() {
        proxy().close();
    }

    @Test
    void nothing_of_a_chat_is_lost_or_done_twice() {
        try (RealtimeScene acme = new RealtimeScene(SERVER, "outage")) {
            List<String> tokens = IntStream.range(0, 10)
                    .mapToObj(i -> acme.token("user-" + i))
                    .toList();
            List<Page> pages = tokens.stream().map(token -> acme.open(token)).toList();
            List<String> uis = pages.stream()
                    .map(page -> page.next("ui_session_id_changed")
                            .path("ui_session_id")
                            .asText())
                    .toList();
            pages.forEach(page -> talk(page.ready(), "before"));

            proxy().vanish();
            pages.forEach(page -> page.say("{\"type\":\"text_input\",\"text\":\"during\"}"));
            TestTenant.until("it is noticed", () -> status(acme) == 503);
            proxy().comeBack();
            TestTenant.until("it is there again", () -> status(acme) == 200);

            for (int i = 0; i < pages.size(); i++) {
                Page again = acme.open(tokens.get(i), "ui_session_id", uis.get(i), "after", "1");
                JsonNode greeting = again.next("ui_session_id_changed");
                assertThat(greeting.path("ui_session_id").asText()).isEqualTo(uis.get(i));
                assertThat(greeting.path("replays").asBoolean()).isTrue();
                again.ready().say("{\"type\":\"text_input\",\"text\":\"after\"}");
                while (!again.next("message").at("/message/content").asText().equals("after")) {
                    again.heard();
                }
            }
            String ofTenant = " WHERE tenant_id = '" + acme.tenant.id() + "'";
            assertThat(SERVER.column(
                            "SELECT count(*) - max(seq) FROM ui_events" + ofTenant + " GROUP BY ui_session_id"))
                    .as("events that are missing")
                    .containsOnly("0");
            assertThat(SERVER.column("SELECT chat_id FROM chat_messages" + ofTenant
                            + " AND role = 'user' GROUP BY chat_id, content HAVING count(*) > 1"))
                    .as("said twice")
                    .isEmpty();
        }
    }

    private static int status(RealtimeScene acme) {
        return acme.tenant.backend().get("/api/v1/sessions").status();
    }
}
