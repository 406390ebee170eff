// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session cookie counts only if no other site can have caused the request. */
class CookiesTest {
    private static final StartedServer SERVER = StartedServer.with(
            Route.get("/api/v1/notes", new Access.TenantScope(Scope.AGENTS_READ))
                    .named("note.list", "List the notes")
                    .answers(Map.class)
                    .by(exchange -> Reply.ok(Map.of("tenant", exchange.tenant().value()))),
            Route.post("/api/v1/notes", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("note.create", "Create a note")
                    .by(exchange -> Reply.nothing()));

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void a_cookie_reads_for_the_sessions_tenant() {
        assertThat(SERVER.send(with("theme=dark; __Host-stagedoor=session-acme"))
                        .body())
                .contains(KeysInMemory.ACME.value());
        assertThat(SERVER.send(with("stagedoor=session-acme")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"'', 401", "https://evil.example, 401", "null, 401", "OWN, 204", "OWN.evil.example, 401"})
    void a_cookie_writes_from_the_servers_own_pages_only(String origin, int status) {
        HttpRequest.Builder request = with("__Host-stagedoor=session-acme").POST(HttpRequest.BodyPublishers.noBody());
        if (!origin.isEmpty()) {
            request.header("Origin", origin.replace("OWN", "http://127.0.0.1:" + SERVER.port()));
        }

        assertThat(SERVER.send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void a_key_that_is_sent_as_well_is_the_one_that_counts() {
        assertThat(SERVER.send(with("__Host-stagedoor=session-acme").header("Authorization", "Bearer nobody"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_ticket_opens_nothing_but_a_socket() {
        String ticket = SERVER.keys.ticket("acme");

        JsonNode refused = StartedServer.problem(SERVER.send(SERVER.to("/api/v1/notes?ticket=" + ticket)));
        assertThat(refused.at("/errors/0/field").asText()).isEqualTo("ticket");
    }

    private static HttpRequest.Builder with(String cookie) {
        return SERVER.to("/api/v1/notes").header("Cookie", cookie);
    }
}
