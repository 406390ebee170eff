// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.events.Receiver.Reply;
import dev.stagedoor.http.signed.StandardWebhooks;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.retention.RetentionConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events reach endpoints at least once, in order for each call, and no endpoint that fails delays another. */
@Tag("slow")
class DeliveryTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;

    private final Receiver backend = Receiver.start();
    private WebhookScene acme;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void scene() {
        acme = new WebhookScene(node);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    /** Delivers until that many have come. */
    private List<Receiver.Hook> deliveredTo(Receiver receiver, int count) {
        until(count + " webhooks", () -> {
            acme.deliver();
            return receiver.hooks().size() >= count;
        });
        return receiver.hooks();
    }

    private void settled(Endpoints.Secretive endpoint, int attempts) {
        until(
                "the attempt is recorded",
                () -> acme.deliveries(endpoint).stream()
                                .mapToInt(Delivery::attempts)
                                .sum()
                        >= attempts);
    }

    @Test
    void a_webhook_is_signed_as_standard_webhooks_say() {
        Endpoints.Secretive endpoint = acme.endpoint(backend);
        acme.raise("call_1", 7);

        Receiver.Hook hook = deliveredTo(backend, 1).getFirst();

        byte[] body = hook.body().getBytes(StandardCharsets.UTF_8);
        String timestamp = hook.header("webhook-timestamp");
        assertThat(timestamp).isEqualTo(String.valueOf(CLOCK.instant().getEpochSecond()));
        assertThat(hook.header("webhook-signature"))
                .isEqualTo(StandardWebhooks.sign(endpoint.secret(), hook.id(), timestamp, body));
        assertThat(hook.id())
                .startsWith("evt_")
                .isEqualTo(hook.json().path("id").asText());
        assertThat(hook.json().path("type").asText()).isEqualTo("call.started");
        assertThat(hook.json().path("timestamp").asText())
                .isEqualTo(CLOCK.instant().toString());
        assertThat(hook.json().path("data").toString()).isEqualTo("{\"call_id\":\"call_1\",\"n\":7}");
        until("it is recorded", () -> acme.deliveries(endpoint).getFirst().state() == Delivery.State.DELIVERED);
        assertThat(acme.get(endpoint).pending()).isZero();
    }

    @Test
    void while_a_secret_is_rotated_both_sign_and_a_day_later_the_new_one() {
        Endpoints.Secretive before = acme.endpoint(backend);
        Endpoints.Secretive after = acme.endpoints()
                .rotate(node.operator(), acme.id(), before.endpoint().id());
        acme.raise(null, 1);
        Receiver.Hook during = deliveredTo(backend, 1).getFirst();
        CLOCK.turn(Endpoints.OVERLAP);
        acme.raise(null, 2);
        Receiver.Hook later = deliveredTo(backend, 2).getLast();

        assertThat(signatures(during)).containsExactly(signature(after, during), signature(before, during));
        assertThat(signatures(later)).containsExactly(signature(after, later));
    }

    private static List<String> signatures(Receiver.Hook hook) {
        return List.of(hook.header("webhook-signature").split(" ", -1));
    }

    private static String signature(Endpoints.Secretive by, Receiver.Hook hook) {
        byte[] body = hook.body().getBytes(StandardCharsets.UTF_8);
        return StandardWebhooks.sign(by.secret(), hook.id(), hook.header("webhook-timestamp"), body);
    }

    @Test
    void a_failed_event_holds_back_those_of_its_call_and_no_others() {
        Endpoints.Secretive endpoint = acme.endpoint(backend);
        backend.answering(hook -> Reply.of(hook.number() == 1 && backend.hooks().isEmpty() ? 500 : 204));
        acme.raise("call_a", 1);
        acme.raise("call_a", 2);
        acme.raise("call_b", 3);

        deliveredTo(backend, 1);
        settled(endpoint, 1);
        CLOCK.turn(Duration.ofSeconds(2));
        deliveredTo(backend, 2);
        settled(endpoint, 2);
        acme.deliver();
        assertThat(backend.numbers()).containsExactly(1, 3);

        CLOCK.turn(Duration.ofSeconds(10));
        deliveredTo(backend, 4);
        assertThat(backend.numbers()).containsExactly(1, 3, 1, 2);
        assertThat(backend.hooks().get(2).id())
                .isEqualTo(backend.hooks().getFirst().id());
    }

    @Test
    void an_endpoint_that_never_answers_delays_neither_the_tenants_other_nor_another_tenants() {
        WebhookScene globex = new WebhookScene(node);
        try (Receiver hanging = Receiver.start().answering(hook -> Reply.NEVER)) {
            acme.endpoint(hanging);
            acme.endpoint(backend);
            globex.endpoint(backend);
            acme.raise("call_1", 1);
            deliveredTo(hanging, 1);

            acme.raise("call_1", 2);
            globex.raise("call_1", 3);
            deliveredTo(backend, 3);

            assertThat(backend.numbers()).containsExactlyInAnyOrder(1, 2, 3);
            assertThat(hanging.numbers()).as("one at a time").containsExactly(1);
        }
    }

    @Test
    void what_fails_for_a_day_is_disabled_and_that_is_said() {
        Endpoints.Secretive failing = acme.endpoint(backend, "call.started");
        backend.answering(503);
        try (Receiver other = Receiver.start()) {
            Endpoints.Secretive told = acme.endpoint(other, "webhook_endpoint.disabled");
            acme.raise("call_1", 1);
            int tries = 0;
            while (acme.get(failing).isEnabled()) {
                assertThat(++tries).as("tries in a day").isLessThan(40);
                deliveredTo(backend, tries);
                settled(failing, tries);
                untilRecorded(failing);
                CLOCK.turn(Duration.ofHours(tries < 5 ? 1 : 5));
            }

            Endpoint.Health health = acme.get(failing).health();
            assertThat(health.disabled()).extracting(Endpoint.Disabled::why).isEqualTo("failing");
            Receiver.Hook notice = deliveredTo(other, 1).getFirst();
            assertThat(notice.json().at("/data/endpoint_id").asText())
                    .isEqualTo(failing.endpoint().id());
            assertThat(notice.json().at("/data/reason").asText()).isEqualTo("failing");
            assertThat(acme.get(told).isEnabled()).isTrue();
            assertThat(DB.column("SELECT detail FROM audit_entries WHERE action = 'webhook_endpoint.disable'"
                            + " AND target = '" + failing.endpoint().id() + "'"))
                    .singleElement()
                    .asString()
                    .contains("failing", "503");
        }
    }

    /** The endpoint is disabled right after the attempt is recorded. */
    private void untilRecorded(Endpoints.Secretive endpoint) {
        acme.deliver();
        if (CLOCK.instant().isAfter(endpoint.endpoint().times().createdAt().plus(Backoff.GIVE_UP))) {
            until("it is disabled", () -> !acme.get(endpoint).isEnabled());
        }
    }

    @Test
    void one_that_answers_410_is_disabled_at_once_and_enabled_again_gets_what_was_pending() {
        Endpoints.Secretive endpoint = acme.endpoint(backend);
        backend.answering(410);
        acme.raise("call_1", 1);
        deliveredTo(backend, 1);
        until("it is disabled", () -> !acme.get(endpoint).isEnabled());
        assertThat(acme.get(endpoint).health().disabled())
                .extracting(Endpoint.Disabled::why)
                .isEqualTo("gone");

        acme.raise("call_1", 2);
        CLOCK.turn(Duration.ofHours(30));
        acme.deliver();
        assertThat(acme.enabled(endpoint, true).pending())
                .as("not what happened since")
                .isEqualTo(1);
        backend.answering(500);
        deliveredTo(backend, 2);
        settled(endpoint, 2);
        assertThat(acme.get(endpoint).isEnabled()).as("it has a day again").isTrue();
        backend.answering(204);
        CLOCK.turn(Duration.ofMinutes(1));
        deliveredTo(backend, 3);
        assertThat(backend.numbers()).containsExactly(1, 1, 1);
    }

    @Test
    void an_endpoint_that_asks_to_be_left_alone_is_within_an_hour() {
        Endpoints.Secretive endpoint = acme.endpoint(backend);
        backend.answering(hook -> Reply.of(429).with("Retry-After", "600"));
        acme.raise("call_1", 1);
        deliveredTo(backend, 1);
        settled(endpoint, 1);

        acme.raise("call_2", 2);
        CLOCK.turn(Duration.ofSeconds(599));
        acme.deliver();
        assertThat(acme.deliveries(endpoint)).extracting(Delivery::attempts).containsExactly(0, 1);

        backend.answering(hook -> Reply.of(503).with("Retry-After", "100000"));
        CLOCK.turn(Duration.ofSeconds(1));
        deliveredTo(backend, 2);
        settled(endpoint, 2);
        backend.answering(204);
        CLOCK.turn(Duration.ofHours(1));
        deliveredTo(backend, 4);
    }

    @Test
    void a_suspended_tenants_events_wait_until_it_is_resumed() {
        acme.endpoint(backend);
        node.tenants().tenants().suspend(node.operator(), acme.id());
        acme.raise("call_1", 1);
        acme.deliver();
        until(
                "it is left alone for a minute",
                () -> DB.count("SELECT count(*) FROM webhook_endpoints WHERE tenant_id = '" + acme.id()
                                + "' AND held_until = wanted_at + interval '1 minute'")
                        == 1);
        assertThat(backend.hooks()).isEmpty();

        node.tenants().tenants().resume(node.operator(), acme.id());
        CLOCK.turn(Duration.ofMinutes(2));
        deliveredTo(backend, 1);
    }

    @Test
    void nothing_is_left_of_a_deleted_tenant() {
        acme.endpoint(backend);
        acme.raise("call_1", 1);
        node.tenants().deletions().delete(node.operator(), acme.id());

        acme.deliver();

        for (String table : List.of("events", "webhook_endpoints", "webhook_deliveries")) {
            assertThat(DB.count("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + acme.id() + "'"))
                    .as(table)
                    .isZero();
        }
        assertThat(backend.hooks()).isEmpty();
    }

    @Test
    void what_is_too_old_is_deleted() {
        Endpoints.Secretive endpoint = acme.endpoint(backend);
        acme.raise("call_1", 1);
        deliveredTo(backend, 1);
        CLOCK.turn(RetentionConfig.usual().deliveries().plusSeconds(1));
        acme.raise("call_2", 2);

        acme.forget();

        assertThat(acme.deliveries(endpoint))
                .extracting(one -> one.times().createdAt())
                .containsExactly(CLOCK.instant());
        assertThat(DB.count("SELECT count(*) FROM events WHERE tenant_id = '" + acme.id() + "'"))
                .isOne();
    }
}
