// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static dev.stagedoor.http.server.StartedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Handler;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.StaleEpoch;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The state a request was judged by has changed: judged once more, then 503 busy (docs/decisions/0003-ledger.md). */
class StaleEpochTest {
    record Order(String what) {}

    private final AtomicInteger runs = new AtomicInteger();

    private Route<Order> orders(Handler<Order> handler) {
        return Route.post("/api/v1/orders", new Access.TenantScope(Scope.AGENTS_WRITE))
                .named("order.place", "Places an order")
                .takes(Order.class)
                .answers(Order.class)
                .by(handler);
    }

    @Test
    void moved_once_the_node_forgets_asks_again_who_it_is_and_runs_once_more_with_the_same_body() {
        Handler<Order> stale = (exchange, order) -> {
            if (runs.incrementAndGet() == 1) {
                throw new StaleEpoch(KeysInMemory.ACME, 7);
            }
            return Reply.created(order);
        };
        try (StartedServer server = StartedServer.with(orders(stale))) {
            HttpResponse<String> answer = server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}");

            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("{\"what\":\"tea\"}");
            assertThat(runs).hasValue(2);
            assertThat(server.keys.asked).hasValue(2);
            assertThat(server.keys.taken).as("one request costs one token").hasValue(1);
            assertThat(server.stale)
                    .singleElement()
                    .satisfies(e -> assertThat(e.proven()).isEqualTo(7));
        }
    }

    @Test
    void moved_twice_the_answer_is_busy_and_when_to_come_back() {
        Handler<Order> alwaysStale = (exchange, order) -> {
            throw new StaleEpoch(KeysInMemory.ACME, runs.incrementAndGet());
        };
        try (StartedServer server = StartedServer.with(orders(alwaysStale))) {
            HttpResponse<String> answer = server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(problem(answer).get("code").asText()).isEqualTo("busy");
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(runs).hasValue(2);
            assertThat(server.stale).hasSize(2);
        }
    }

    @Test
    void a_grant_is_judged_again_with_its_tenants_row_held_and_another_route_without() {
        Handler<Order> stale = (exchange, order) -> {
            if (runs.incrementAndGet() % 2 == 1) {
                throw new StaleEpoch(KeysInMemory.ACME, 7);
            }
            return Reply.created(order);
        };
        Route<Order> grant = Route.post("/api/v1/passes", new Access.TenantScope(Scope.TOKENS_MINT))
                .named("pass.give", "Gives a pass")
                .grants()
                .takes(Order.class)
                .answers(Order.class)
                .by(stale);
        try (StartedServer server = StartedServer.with(orders(stale), grant)) {
            server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}");
            assertThat(server.held).isEmpty();

            HttpResponse<String> answer = server.post("/api/v1/passes", "acme", "{\"what\":\"tea\"}");
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(server.held).containsExactly(KeysInMemory.ACME);

            server.post("/api/v1/passes", "op", "{\"what\":\"tea\"}");
            assertThat(server.held).as("an operator belongs to no tenant").hasSize(1);
        }
    }

    @Test
    void what_only_a_newer_version_can_read_is_busy_so_that_a_retry_reaches_another_node() {
        Handler<Order> newer = (exchange, order) -> {
            throw new UnreadableStored(Order.class, new IllegalArgumentException("secret-value"));
        };
        quiet(() -> {
            try (StartedServer server = StartedServer.with(orders(newer))) {
                HttpResponse<String> answer = server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}");

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(problem(answer).get("code").asText()).isEqualTo("busy");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
                assertThat(answer.body()).doesNotContain("secret-value");
            }
        });
    }

    @Test
    void what_a_handler_throws_is_an_internal_error_that_says_nothing_of_it() {
        Handler<Order> broken = (exchange, order) -> {
            throw new IllegalStateException("jdbc:postgresql://secret-host");
        };
        quiet(() -> {
            try (StartedServer server = StartedServer.with(orders(broken))) {
                HttpResponse<String> answer = server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}");

                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(problem(answer).get("code").asText()).isEqualTo("internal");
                assertThat(answer.body()).doesNotContain("secret-host", "IllegalState");
            }
        });
    }

    @Test
    void what_cannot_be_written_as_json_is_an_internal_error_and_not_half_an_answer() {
        Handler<Order> unwritable = (exchange, order) -> Reply.ok(Map.of("self", new Object()));
        quiet(() -> {
            try (StartedServer server = StartedServer.with(orders(unwritable))) {
                assertThat(server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}")
                                .statusCode())
                        .isEqualTo(500);
            }
        });
    }

    @Test
    void a_problem_keeps_its_code_its_fields_and_when_to_come_back() {
        Handler<Order> refuse = (exchange, order) -> {
            throw Problem.of(ErrorCode.RATE_LIMITED, "Slower.")
                    .field("what", "too much")
                    .retryAfter(Duration.ofMillis(1200));
        };
        try (StartedServer server = StartedServer.with(orders(refuse))) {
            HttpResponse<String> answer = server.post("/api/v1/orders", "acme", "{\"what\":\"tea\"}");

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(problem(answer).at("/errors/0/field").asText()).isEqualTo("what");
            assertThat(problem(answer).get("type").asText()).isEqualTo("about:blank");
        }
    }

    /** The router logs what it hides from the client; it is expected here, but would look like a failure. */
    private static void quiet(Runnable run) {
        var log = (Logger) LoggerFactory.getLogger(Router.class);
        log.setLevel(Level.OFF);
        try {
            run.run();
        } finally {
            log.setLevel(null);
        }
    }
}
