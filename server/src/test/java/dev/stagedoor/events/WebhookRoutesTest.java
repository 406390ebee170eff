// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.events.Receiver.Reply;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Webhook endpoints and events over HTTP")
@Tag("slow")
class WebhookRoutesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String ENDPOINTS = "/api/v1/webhook-endpoints";
    private static final String EVENTS = "/api/v1/events";
    private static int last;

    private final Receiver backend = Receiver.start();
    private TestTenant acme;
    private TestTenant globex;

    @BeforeEach
    void tenants() {
        acme = new TestTenant(SERVER, "acme-" + ++last).withAgent("demo");
        globex = new TestTenant(SERVER, "globex-" + last);
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
        backend.close();
    }

    private Answer create(String types) {
        return done(acme.backend().post(ENDPOINTS, "{\"url\":\"%s\",\"types\":[%s]}".formatted(backend.url(), types)));
    }

    private static String at(Answer created) {
        return ENDPOINTS + "/" + created.at("/endpoint/id");
    }

    private static List<JsonNode> items(Answer list) {
        return StreamSupport.stream(done(list).json().path("items").spliterator(), false)
                .toList();
    }

    @Test
    void a_call_is_told_of_from_its_beginning_to_its_end_and_in_order() {
        create("\"call.started\",\"dispatch.joined\",\"call.ended\"");
        Answer call = acme.joinedCall("demo");
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));

        List<Receiver.Hook> hooks = backend.await(3);

        assertThat(backend.types()).containsExactly("call.started", "dispatch.joined", "call.ended");
        assertThat(hooks)
                .allSatisfy(hook ->
                        assertThat(hook.json().at("/data/call_id").asText()).isEqualTo(call.at("/call_id")));
        assertThat(hooks.get(1).json().at("/data/dispatch_id").asText()).isEqualTo(call.at("/dispatch/id"));
        assertThat(hooks.get(2).json().at("/data/reason").asText()).isEqualTo("requested");
        List<JsonNode> listed = items(acme.backend().get(EVENTS + "?call=" + call.at("/call_id"))).stream()
                .filter(event -> !event.path("type").asText().startsWith("participant."))
                .toList();
        assertThat(listed)
                .containsExactlyElementsOf(
                        hooks.reversed().stream().map(Receiver.Hook::json).toList());
    }

    @Test
    void a_dispatch_that_fails_is_told_of() {
        create("\"dispatch.failed\"");
        acme.withAgent("nobody", "{}");
        Answer call = done(acme.trigger("{\"agent_slug\":\"nobody\",\"user_id\":\"alice\"}"));
        done(acme.backend().post("/api/v1/dispatches/" + call.at("/dispatch/id") + "/cancel"));

        assertThat(backend.await(1)).singleElement().satisfies(hook -> {
            assertThat(hook.type()).isEqualTo("dispatch.failed");
            assertThat(hook.json().at("/data/reason").asText()).isEqualTo("cancelled");
            assertThat(hook.json().at("/data/agent").asText()).isEqualTo("nobody");
            assertThat(hook.json().at("/data/call_id").asText()).isEqualTo(call.at("/call_id"));
        });
    }

    @Test
    void a_rotated_and_a_revoked_credential_are_told_of_without_what_they_hold() {
        create("\"credential.rotated\",\"credential.revoked\"");
        done(acme.putCredential());
        done(SERVER.operator().post(acme.path("/credentials/livekit/revoke"), "{}"));

        List<Receiver.Hook> hooks = backend.await(2);
        assertThat(backend.types()).containsExactly("credential.rotated", "credential.revoked");
        assertThat(hooks).allSatisfy(hook -> {
            assertThat(hook.json().at("/data/version").asInt()).isEqualTo(2);
            assertThat(hook.body()).doesNotContain(acme.secret(), acme.keyId());
        });
    }

    @Test
    void its_secret_is_shown_once() {
        Caller once = acme.backend().once("hooks-1");
        String body = "{\"url\":\"%s\"}".formatted(backend.url());
        Answer created = done(once.post(ENDPOINTS, body));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.at("/secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(created.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(refused(once.post(ENDPOINTS, body), 409, "key_already_shown").at("/detail"))
                .contains(created.at("/endpoint/id"));
        assertThat(done(acme.backend().get(at(created))).json().toString()).doesNotContain(created.at("/secret"));
        assertThat(SERVER.column("SELECT encode(sealed, 'escape') FROM webhook_endpoints"))
                .noneMatch(stored -> stored.contains(created.at("/secret")));
        assertThat(items(acme.backend().get(ENDPOINTS))).hasSize(1);
    }

    @Test
    void a_rotation_shows_another_secret_and_until_when_the_one_before_signs() {
        Answer created = create("");

        Answer rotated = done(acme.backend().post(at(created) + "/rotate-secret"));

        assertThat(rotated.at("/secret")).startsWith("whsec_").isNotEqualTo(created.at("/secret"));
        assertThat(rotated.at("/endpoint/previous_secret_until")).isNotEmpty();
    }

    @Test
    void another_tenants_endpoint_is_unknown() {
        Answer created = create("");
        String unknown = refused(globex.backend().get(ENDPOINTS + "/whe_0"), 404, "not_found")
                .at("/detail");

        for (Answer answer : List.of(
                globex.backend().get(at(created)),
                globex.backend().patch(at(created), "{\"enabled\":false}"),
                globex.backend().delete(at(created)),
                globex.backend().post(at(created) + "/rotate-secret"),
                globex.backend().post(at(created) + "/test"),
                globex.backend().get(at(created) + "/deliveries"),
                globex.backend().post(at(created) + "/deliveries/evt_1/redeliver"))) {
            assertThat(refused(answer, 404, "not_found").at("/detail")).isEqualTo(unknown);
        }
        assertThat(done(acme.backend().get(at(created))).json().path("enabled").asBoolean())
                .isTrue();
        assertThat(items(globex.backend().get(ENDPOINTS))).isEmpty();
        assertThat(items(globex.backend().get(EVENTS))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\":\"http://backend.example.com/\"} | 422 | url | https://",
                "{\"url\":\"https://backend.example.com/\",\"types\":[\"call.rung\"]} | 422 | types | call.started",
                "{\"url\":\"http://169.254.169.254/\"} | 422 | url | https://",
                "{\"url\":\"https://169.254.169.254/\"} | 422 | url | not allowed",
                "{\"url\":\"https://[fd00:ec2::254]/\"} | 422 | url | not allowed",
                "{\"types\":[]} | 422 | url | blank"
            })
    void what_is_wrong_is_said_by_field(String body, int status, String field, String words) {
        Answer answer = acme.backend().post(ENDPOINTS, body);

        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.fields()).containsExactly(field);
        assertThat(answer.json().toString()).contains(words);
        assertThat(items(acme.backend().get(ENDPOINTS))).isEmpty();
    }

    @Test
    void a_tenant_has_a_bounded_number_of_them() {
        int most = EventsConfig.usual().endpointsPerTenant();
        for (int i = 0; i < most; i++) {
            create("");
        }

        Answer answer = acme.backend().post(ENDPOINTS, "{\"url\":\"%s\"}".formatted(backend.url()));

        assertThat(refused(answer, 409, "conflict").at("/detail")).contains("at most " + most, "Delete one");
    }

    @Test
    void a_test_says_what_the_endpoint_answers() {
        Answer created = create("\"call.ended\"");
        backend.answering(hook -> Reply.of(418).saying("short and stout"));

        Answer tested = done(acme.backend().post(at(created) + "/test"));

        assertThat(tested.json().path("delivered").asBoolean()).isFalse();
        assertThat(tested.json().path("status").asInt()).isEqualTo(418);
        assertThat(tested.at("/answer")).isEqualTo("short and stout");
        assertThat(backend.types()).containsExactly("webhook_endpoint.test");
        assertThat(items(acme.backend().get(at(created) + "/deliveries"))).isEmpty();
    }

    @Test
    void a_delivery_is_listed_and_can_be_made_again_with_the_same_id() {
        Answer created = create("\"call.ended\"");
        String call = acme.joinedCall("demo").at("/call_id");
        done(acme.backend().post("/api/v1/calls/" + call + "/end"));
        backend.await(1);
        String deliveries = at(created) + "/deliveries";
        until(
                "it is recorded",
                () -> items(acme.backend().get(deliveries + "?state=delivered")).size() == 1);
        JsonNode delivery = items(acme.backend().get(deliveries)).getFirst();
        assertThat(delivery.path("attempts").asInt()).isOne();
        assertThat(delivery.at("/last_attempt/status").asInt()).isEqualTo(204);
        assertThat(items(acme.backend().get(deliveries + "?state=retrying"))).isEmpty();
        refused(acme.backend().get(deliveries + "?state=lost"), 422, "invalid_request");

        String event = delivery.path("id").asText();
        done(acme.backend().post(deliveries + "/" + event + "/redeliver"));

        List<Receiver.Hook> hooks = backend.await(2);
        assertThat(hooks).extracting(Receiver.Hook::id).containsExactly(event, event);
        done(acme.backend().patch(at(created), "{\"enabled\":false}"));
        assertThat(refused(acme.backend().post(deliveries + "/" + event + "/redeliver"), 409, "conflict")
                        .at("/detail"))
                .contains("Enable it first");
        refused(acme.backend().post(deliveries + "/evt_none/redeliver"), 404, "not_found");
    }

    @Test
    void whoever_comes_and_goes_is_told_once() {
        create("\"participant.joined\",\"participant.left\"");
        Answer call = acme.joinedCall("demo");
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));

        List<Receiver.Hook> hooks = backend.await(2);

        assertThat(backend.types()).containsExactly("participant.joined", "participant.left");
        assertThat(hooks).allSatisfy(hook -> {
            assertThat(hook.json().at("/data/call_id").asText()).isEqualTo(call.at("/call_id"));
            assertThat(hook.json().at("/data/kind").asText()).isEqualTo("agent");
            assertThat(hook.json().at("/data/participant_sid").asText())
                    .isEqualTo(
                            hooks.getFirst().json().at("/data/participant_sid").asText());
        });
        assertThat(hooks.getLast().json().at("/data/left_at").asText())
                .isGreaterThanOrEqualTo(
                        hooks.getFirst().json().at("/data/joined_at").asText());
    }

    @Test
    void a_stream_shows_what_happens_from_the_last_event_seen() throws Exception {
        String call = acme.joinedCall("demo").at("/call_id");
        List<JsonNode> before = items(acme.backend().get(EVENTS)).reversed();
        String key = acme.key(List.of(Scope.EVENTS_READ));
        CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> SERVER.with(key)
                .events(EVENTS + "/stream", before.getFirst().path("id").asText()));

        done(acme.backend().post("/api/v1/calls/" + call + "/end"));
        until(
                "it has ended",
                () -> items(acme.backend().get(EVENTS + "?type=call.ended")).size() == 1);
        waitForStream();
        acme.client()
                .keys()
                .all()
                .filter(one -> one.scopes().equals(List.of("events:read")))
                .forEach(one -> acme.client().keys().revoke(one.id()));

        List<String> types = lines.get(10, TimeUnit.SECONDS).stream()
                .filter(line -> line.startsWith("event:"))
                .map(line -> line.replaceFirst("event: ?", ""))
                .toList();
        assertThat(types).containsSubsequence("participant.joined", "dispatch.joined", "call.ended");
    }

    private void waitForStream() {
        // One look a second.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        until("the stream has looked", () -> System.nanoTime() > end);
    }

    @Test
    void a_key_without_the_scope_sees_nothing() {
        Caller narrow = SERVER.with(acme.key(List.of(Scope.CALLS_READ)));

        refused(narrow.get(ENDPOINTS), 403, "insufficient_scope");
        refused(narrow.get(EVENTS), 403, "insufficient_scope");
        refused(narrow.get(EVENTS + "/stream"), 403, "insufficient_scope");
        refused(
                SERVER.with(acme.key(List.of(Scope.WEBHOOKS_READ))).post(ENDPOINTS, "{\"url\":\"https://a.example/\"}"),
                403,
                "insufficient_scope");
    }
}
