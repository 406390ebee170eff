// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static dev.stagedoor.http.server.StartedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** One line per request, without anything secret (S2); and the ids of repeated requests. */
@Isolated
class AccessLogTest {
    private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.stagedoor.access");
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event);
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        log.setAdditive(false);
        log.setLevel(Level.INFO);
        log.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(appender);
        log.setAdditive(true);
        log.setLevel(null);
    }

    @Test
    void a_line_names_the_route_and_who_and_whose_it_was() throws InterruptedException {
        try (StartedServer server = StartedServer.with(new Agents().routes().toArray(Route<?>[]::new))) {
            server.send(server.to("/api/v1/agents/hidden-slug", "acme").header("X-Request-Id", "r1"));
        }
        Map<String, String> line = next();

        assertThat(line)
                .containsEntry("method", "GET")
                .containsEntry("route", "/api/v1/agents/{slug}")
                .containsEntry("status", "200")
                .containsEntry("request_id", "r1")
                .containsEntry("tenant", KeysInMemory.ACME.value())
                .doesNotContainKey("code");
        assertThat(line.get("actor")).startsWith("key:key_");
        assertThat(Double.parseDouble(String.valueOf(line.get("ms")))).isPositive();
    }

    @Test
    void nothing_that_was_sent_is_in_a_line_but_a_well_formed_request_id() throws InterruptedException {
        try (StartedServer server = StartedServer.with(new Agents().routes().toArray(Route<?>[]::new))) {
            server.get("/hidden-path?hidden-query=1", "hidden-key");
            server.get("/api/v1/agents?after=hidden-cursor", "acme");
            server.get("/api/v1/agents?hidden-name=1", "acme");
            server.post("/api/v1/agents", "acme", "{\"hidden-field\":\"hidden-value\"}");
            server.send(server.to("/api/v1/agents", "acme").header("X-Request-Id", "hidden id"));
        }
        for (int i = 0; i < 5; i++) {
            ILoggingEvent line = take();
            assertThat(line.getFormattedMessage() + line.getKeyValuePairs()).doesNotContain("hidden");
        }
    }

    @Test
    void a_refusal_is_named_by_its_code() throws InterruptedException {
        try (StartedServer server = StartedServer.with(new Agents().routes().toArray(Route<?>[]::new))) {
            server.get("/api/v1/agents", "nobody");
        }

        assertThat(next()).containsEntry("status", "401").containsEntry("code", "unauthenticated");
    }

    @Test
    void an_idempotency_key_names_the_request_it_was_sent_with() {
        Route<Agents.NewAgent> echo = Route.post("/api/v1/echo", new Access.TenantScope(Scope.AGENTS_WRITE))
                .named("echo", "Show which request it was")
                .takes(Agents.NewAgent.class)
                .answers(IdempotencyKey.class)
                .idempotent()
                .by((exchange, body) -> exchange.idempotencyKey().map(Reply::ok).orElseGet(Reply::nothing));
        try (StartedServer server = StartedServer.with(echo)) {
            HttpResponse<String> first = repeat(server, "order-1", "{\"slug\":\"a\"}");

            assertThat(first.body()).contains("\"key\":\"order-1\"").containsPattern("\"request\":\"[0-9a-f]{64}\"");
            assertThat(repeat(server, "order-1", "{\"slug\":\"a\"}").body()).isEqualTo(first.body());
            assertThat(repeat(server, "order-1", "{\"slug\":\"b\"}").body()).isNotEqualTo(first.body());
            assertThat(repeat(server, "k".repeat(255), "{\"slug\":\"a\"}").statusCode())
                    .isEqualTo(200);
            assertThat(server.post("/api/v1/echo", "acme", "{\"slug\":\"a\"}").statusCode())
                    .isEqualTo(204);
            for (String bad : new String[] {"k".repeat(256), "with space", "", "tab\tbed"}) {
                assertThat(problem(repeat(server, bad, "{\"slug\":\"a\"}"))
                                .at("/errors/0/field")
                                .asText())
                        .as(bad)
                        .isEqualTo("Idempotency-Key");
            }
        }
    }

    @Test
    void a_route_that_does_not_declare_the_idempotency_key_cannot_read_it() {
        Route<NoBody> undeclared = Route.post("/api/v1/echo", new Access.TenantScope(Scope.AGENTS_WRITE))
                .named("echo", "Show which request it was")
                .by(exchange -> Reply.ok(exchange.idempotencyKey().isPresent()));
        try (StartedServer server = StartedServer.with(undeclared)) {
            assertThat(repeat(server, "order-1", "{}").statusCode()).isEqualTo(500);
        }
    }

    private static HttpResponse<String> repeat(StartedServer server, String key, String json) {
        return server.send(server.to("/api/v1/echo", "acme")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private Map<String, String> next() throws InterruptedException {
        return take().getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    private ILoggingEvent take() throws InterruptedException {
        ILoggingEvent line = lines.poll(10, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line was logged");
        }
        return line;
    }
}
