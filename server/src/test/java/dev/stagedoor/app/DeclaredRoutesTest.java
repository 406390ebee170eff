// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer.Json;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.documents.OpenApi;
import dev.stagedoor.launch.LaunchConfig;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server does what its routes declare for the documents: generated from the table, with its own examples. */
@Tag("slow")
class DeclaredRoutesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(
            usual -> TestConfig.with(usual, LaunchConfig.of(List.of("demo-agent /tmp /bin/sleep 600"))));

    private static TestTenant own;
    private static TestTenant named;

    @BeforeAll
    static void tenants() {
        own = new TestTenant(SERVER, "own");
        named = new TestTenant(SERVER, "named");
        for (TestTenant tenant : List.of(own, named)) {
            tenant.livekit().state().registerWorker("receptionist-worker", WorkerBehaviour.joins());
        }
        mayCall(own, "+442079460150");
        mayCall(named, "+442079460151");
    }

    /** From that number; only an operator allows that. */
    private static void mayCall(TestTenant tenant, String number) {
        Caller operator = SERVER.operator();
        tenant.withAgent("switchboard");
        done(operator.post(
                tenant.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"switchboard\"}".formatted(number)));
        done(operator.put(tenant.path("/dial-settings"), "{\"countries\":[\"GB\",\"US\"]}"));
        done(operator.put(tenant.path("/outbound-trunk"), "{\"address\":\"acme.pstn.example.com\"}"));
    }

    @AfterAll
    static void close() {
        own.close();
        named.close();
    }

    @Test
    void every_operation_has_an_id_of_its_own() throws IOException {
        List<String> ids =
                new ObjectMapper().readTree(OpenApi.document(SERVER.routes())).findValuesAsText("operationId");

        assertThat(ids).hasSameSizeAs(SERVER.routes()).doesNotHaveDuplicates();
    }

    /** JSON Schema's regular expressions are ECMA-262's; Java's own classes are not in them. */
    @Test
    void every_pattern_can_be_read_by_other_languages() throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(OpenApi.document(SERVER.routes()))
                        .findValuesAsText("pattern"))
                .isNotEmpty()
                .noneMatch(pattern -> pattern.contains("\\p"));
    }

    @Test
    void every_answer_about_a_credential_has_an_example_of_its_own_kind() {
        List<Route<?>> credentials = SERVER.routes().stream()
                .filter(route -> route.path().contains("/credentials"))
                .toList();

        assertThat(credentials)
                .hasSizeGreaterThan(10)
                .allSatisfy(route -> assertThat(route.answers())
                        .as("%s %s", route.method(), route.path())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Json.class,
                                answer -> assertThat(answer.example()).isInstanceOf(answer.type())));
    }

    @Test
    void every_example_is_accepted_and_an_idempotency_key_is_honoured_where_it_is_declared() {
        List<String> wrong = new ArrayList<>();
        List<String> idempotent = new ArrayList<>();
        for (Route<?> route : SERVER.routes()) {
            Object example = route.contract().example();
            if (example == null) {
                assertThat(route.contract().idempotent())
                        .as("%s %s needs an example", route.method(), route.path())
                        .isFalse();
                continue;
            }
            String body = TestServer.json(example);
            Caller caller = caller(route).once(UUID.randomUUID().toString());
            Answer first = ask(caller, route, body);
            if (first.status() / 100 != 2 && !isNobodys(route, first)) {
                wrong.add(route.path() + " refuses its example: " + first);
            }
            if (route.contract().idempotent()) {
                idempotent.add(route.action());
                Answer again = ask(caller, route, body);
                Answer other = ask(caller, route, body + " ");
                // A key is shown only once, so the second reply says which one it was.
                boolean repeated = again.status() == 201 || again.code().equals("key_already_shown");
                if (!repeated || !other.code().equals("idempotency_conflict")) {
                    wrong.add(route.path() + " does not honour the key: " + again + ", " + other);
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(idempotent)
                .contains("agent.create", "api_key.create", "operator_key.create", "tenant.create", "call.trigger");
    }

    /** The examples that another server has to accept, which is nobody's; then there is nothing to replace. */
    private static boolean isNobodys(Route<?> route, Answer first) {
        Set<String> replacing = Set.of("credential.rotate", "credential.rotate_upstream");
        Set<String> putting = Set.of("credential.put", "credential.put_upstream");
        return switch (first.code()) {
            case "provider_unavailable" -> putting.contains(route.action()) || replacing.contains(route.action());
            case "credential_missing" -> replacing.contains(route.action());
            default -> false;
        };
    }

    private static Caller caller(Route<?> route) {
        boolean operators =
                route.access() instanceof Access.OperatorOnly || route.path().contains("{tenant}");
        return operators ? SERVER.operator() : own.backend();
    }

    private static Answer ask(Caller caller, Route<?> route, String body) {
        return caller.ask(
                route.method().name(),
                route.path()
                        .replace("{tenant}", named.slug())
                        .replace("{name}", "orders")
                        .replace("{slug}", "switchboard"),
                body);
    }
}
