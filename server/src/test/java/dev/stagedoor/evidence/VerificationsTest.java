// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.RoomView;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.TwirpCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I1, I2, S1, T4, K1: what a verification says is so; where it is not, the check fails")
@Tag("slow")
class VerificationsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private TestTenant acme;
    private TestTenant globex;

    @BeforeEach
    void twoTenants() {
        number++;
        acme = new TestTenant(SERVER, "acme-" + number);
        globex = new TestTenant(SERVER, "globex-" + number);
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
    }

    private static JsonNode verified(TestTenant tenant) {
        return done(SERVER.operator().post(tenant.path("/verify"))).json();
    }

    private static JsonNode check(JsonNode verification, String name) {
        for (JsonNode check : verification.path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no check " + name + " in " + verification);
    }

    private static String outcome(JsonNode verification, String name) {
        return check(verification, name).path("outcome").asText();
    }

    /** Fails unless that check failed, and with it the verification; returns what it saw. */
    private static String failed(JsonNode verification, String name) {
        assertThat(outcome(verification, name)).as("%s", verification).isEqualTo("failed");
        assertThat(verification.path("passed").asBoolean()).isFalse();
        return check(verification, name).path("seen").asText();
    }

    @Test
    void a_tenant_that_is_isolated_passes_and_what_proves_nothing_is_skipped() {
        acme.withAgent("demo");

        JsonNode found = verified(acme);

        assertThat(found.path("passed").asBoolean()).as("%s", found).isTrue();
        for (String name : List.of(
                "token", "own_key", "other_keys", "agent", "clock", "refused_grants", "audit_chain", "secrets")) {
            assertThat(outcome(found, name)).as("%s", found).isEqualTo("passed");
        }
        for (String name : List.of("webhook", "workers", "put_out")) {
            assertThat(outcome(found, name)).as("%s", found).isEqualTo("skipped");
            assertThat(check(found, name).path("passed").asBoolean()).isFalse();
        }
        assertThat(found.path("took_ms").asLong()).isLessThan(15_000);
        assertThat(found.toString()).doesNotContain(acme.secret(), globex.secret(), globex.slug(), globex.keyId());
        assertThat(acme.livekit().state().listRooms(List.of()))
                .as("the room it made")
                .isEmpty();
    }

    @Test
    void what_was_found_is_kept_and_audited_for_the_tenant_alone() {
        JsonNode found = verified(acme);
        String id = found.path("id").asText();

        assertThat(done(acme.backend().get("/api/v1/verifications/" + id)).json())
                .isEqualTo(found);
        assertThat(done(acme.backend().get("/api/v1/verifications")).at("/items/0/id"))
                .isEqualTo(id);
        assertThat(acme.audited("evidence.verify")).hasSize(1);
        refused(globex.backend().get("/api/v1/verifications/" + id), 404, "not_found");
        assertThat(done(globex.backend().get("/api/v1/verifications")).json().path("items"))
                .isEmpty();
    }

    @Test
    void a_failure_is_an_event() {
        acme.livekit().faults().always(Fault.failed(TwirpCode.INTERNAL, "no rooms today"), SandboxMethod.CREATE_ROOM);

        failed(verified(acme), "own_key");

        JsonNode event = done(acme.backend().get("/api/v1/events?type=evidence.failed"))
                .json()
                .at("/items/0/data/failed");
        assertThat(event.toString()).contains("own_key");
    }

    @Test
    void two_tenants_on_one_server_under_two_names_are_found_out() {
        SERVER.sql("DELETE FROM credential_fingerprints WHERE part = 'secret' AND tenant_id = '" + acme.id() + "'");
        String alias = acme.livekit().url().toString().replace("127.0.0.1", "localhost");
        String body = Json.text(Map.of("server_url", alias, "api_key", acme.keyId(), "api_secret", acme.secret()));
        done(SERVER.operator().put(globex.path("/credentials/livekit"), body));

        JsonNode found = verified(acme);

        assertThat(failed(found, "other_keys"))
                .contains("see the tenant's room")
                .doesNotContain(globex.slug());
        assertThat(failed(found, "secrets")).contains("Another tenant");
    }

    @Test
    void an_agent_that_does_not_come_fails() {
        acme.withAgent("demo", "{}");

        assertThat(failed(verified(acme), "agent")).contains("No agent of demo joined");
    }

    @Test
    void an_agent_without_a_name_that_takes_every_room_is_not_the_one_that_was_asked_for() throws Exception {
        acme.withAgent("demo", "{}");
        CompletableFuture<JsonNode> verifying = CompletableFuture.supplyAsync(() -> verified(acme));
        until("the room is there", () -> canary().isPresent());
        AccessToken nameless = AccessToken.forParticipant("agent-AJ_nameless")
                .kind(ParticipantKind.AGENT)
                .video(VideoGrant.joining(canary().orElseThrow()))
                .build();
        acme.livekit()
                .join(new TokenSigner(ApiKey.of(acme.keyId(), acme.secret()))
                        .sign(nameless)
                        .jwt());

        assertThat(failed(verifying.join(), "agent")).contains("Another agent joined");
    }

    private Optional<String> canary() {
        return acme.livekit().state().listRooms(List.of()).stream()
                .map(RoomView::name)
                .filter(name -> name.startsWith(acme.slug() + ".canary-"))
                .findFirst();
    }

    @Test
    void a_webhook_that_came_once_must_come_again() {
        CompletableFuture<JsonNode> verifying = CompletableFuture.supplyAsync(() -> verified(acme));
        until("the room is there", () -> canary().isPresent());
        sendWebhook(canary().orElseThrow());

        JsonNode heard = verifying.join();
        assertThat(outcome(heard, "webhook")).as("%s", heard).isEqualTo("passed");
        assertThat(failed(verified(acme), "webhook")).contains("earlier ones did");
    }

    private void sendWebhook(String room) {
        String body = Json.text(Map.of(
                "event",
                "room_started",
                "room",
                Map.of("sid", "RM_1", "name", room),
                "id",
                "EV_evidence_" + number,
                "createdAt",
                Long.toString(Instant.now().getEpochSecond())));
        AccessToken token = AccessToken.forServer()
                .sha256(WebhookVerifier.sha256(body.getBytes(StandardCharsets.UTF_8)))
                .build();
        String jwt = new TokenSigner(ApiKey.of(acme.keyId(), acme.secret()))
                .sign(token)
                .jwt();
        HttpRequest request = HttpRequest.newBuilder(SERVER.url().resolve("/webhooks/livekit"))
                .header("Content-Type", "application/webhook+json")
                .header("Authorization", jwt)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_clock_that_is_wrong_fails() {
        URI skewed = SERVER.startAnotherNode(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(20)));
        try {
            JsonNode found = done(new Caller(skewed, SERVER.operatorKey()).post(acme.path("/verify")))
                    .json();

            assertThat(failed(found, "clock")).contains("behind ours");
        } finally {
            SERVER.stop(skewed);
        }
    }

    @Test
    void a_secret_that_livekit_does_not_know_fails() {
        String body = Json.text(Map.of(
                "server_url", acme.livekit().url().toString(),
                "api_key", acme.keyId(),
                "api_secret", "a-secret-of-enough-characters-that-nobody-else-has-" + number));
        done(SERVER.operator().put(acme.path("/credentials/livekit?verify=false"), body));

        JsonNode found = verified(acme);

        assertThat(failed(found, "token")).contains("answered 401");
        failed(found, "own_key");
        failed(found, "other_keys");
    }

    @Test
    void a_token_for_another_key_than_the_tenants_fails() {
        done(acme.token("{}"));
        SERVER.sql("UPDATE credentials SET attributes = attributes || '{\"api_key\":\"APIother\"}'"
                + " WHERE kind = 'livekit' AND tenant_id = '" + acme.id() + "'");

        assertThat(failed(verified(acme), "token")).contains("iss is not the key");
    }

    @Test
    void somebody_who_was_put_out_and_is_still_in_fails() throws Exception {
        String jwt = done(acme.token("{\"participant_identity\":\"bob\",\"room_name\":\"desk\"}"))
                .at("/participant_token");
        acme.livekit().join(jwt);
        acme.livekit().faults().always(Fault.failed(TwirpCode.INTERNAL, "not now"), SandboxMethod.REMOVE_PARTICIPANT);
        done(acme.backend().post("/api/v1/users/bob/revoke"));

        assertThat(failed(verified(acme), "put_out")).contains("is in a room");

        acme.livekit().faults().clear();
        until("bob is out", () -> acme.inside(acme.slug() + ".desk").isEmpty());
        assertThat(outcome(verified(acme), "put_out")).isEqualTo("passed");
    }

    @Test
    void of_many_rooms_it_is_said_how_many_were_looked_into() {
        for (int i = 0; i < 250; i++) {
            acme.livekit().state().createRoom(RoomSpec.named(acme.slug() + ".room-" + i));
        }
        done(acme.backend().post("/api/v1/users/carol/revoke"));

        assertThat(check(verified(acme), "put_out").path("seen").asText())
                .contains("none is in any of 200 of the tenant's 25");
    }

    @Test
    void an_audit_entry_that_was_altered_fails() {
        verified(acme);
        SERVER.sql("UPDATE audit_entries SET actor = 'nobody' WHERE seq = 2 AND tenant_id = '" + acme.id() + "'");

        assertThat(failed(verified(acme), "audit_chain")).contains("entry 2 was altered");
    }

    @Test
    void a_chain_that_lost_its_end_fails_by_what_was_pinned() {
        verified(acme);
        String before = SERVER.column("SELECT seq FROM tenant_ledger WHERE tenant_id = '" + acme.id() + "'")
                .getFirst();
        String tenant = " tenant_id = '" + acme.id() + "'";
        SERVER.sql("DELETE FROM audit_entries WHERE seq > 2 AND" + tenant
                + "; UPDATE tenant_ledger SET seq = 2, hash = (SELECT hash FROM audit_entries WHERE seq = 2 AND"
                + tenant + ") WHERE" + tenant);

        assertThat(Long.parseLong(before)).isGreaterThan(2);
        assertThat(failed(verified(acme), "audit_chain")).contains("that was verified before");
    }

    @Test
    void a_sealed_secret_that_was_moved_fails() {
        SERVER.sql(
                "UPDATE credentials SET sealed = (SELECT sealed FROM credentials WHERE kind = 'livekit' AND tenant_id = '"
                        + globex.id() + "') WHERE kind = 'livekit' AND tenant_id = '" + acme.id() + "'");

        assertThat(failed(verified(acme), "secrets"))
                .contains("livekit version 1")
                .contains("does not open");
    }

    @Test
    void a_credential_that_nothing_protects_fails() {
        SERVER.sql("DELETE FROM credential_fingerprints WHERE tenant_id = '" + acme.id() + "'");

        assertThat(failed(verified(acme), "secrets")).contains("is not claimed");
    }

    @Test
    void of_a_tenant_that_is_deleted_meanwhile_nothing_is_kept() {
        acme.withAgent("demo", "{}");
        String its = " WHERE tenant_id = '" + acme.id() + "'";
        CompletableFuture<Answer> verifying =
                CompletableFuture.supplyAsync(() -> SERVER.operator().post(acme.path("/verify")));
        until("the room is there", () -> canary().isPresent());

        done(SERVER.operator().delete(acme.path("")));

        refused(verifying.join(), 404, "not_found");
        for (String table : List.of("verifications", "verification_turns")) {
            assertThat(SERVER.column("SELECT count(*) FROM " + table + its))
                    .as(table)
                    .containsExactly("0");
        }
    }

    @Test
    void one_verification_of_a_tenant_at_a_time() {
        SERVER.sql("INSERT INTO verification_turns (tenant_id, held_until) VALUES ('" + acme.id()
                + "', now() + interval '1 minute')");

        refused(SERVER.operator().post(acme.path("/verify")), 409, "conflict");
        assertThat(verified(globex).path("passed").asBoolean()).isTrue();
    }

    @Test
    void i7_a_tenants_own_key_does_not_have_other_tenants_servers_asked_all_the_time() {
        done(acme.backend().post("/api/v1/verify"));

        refused(acme.backend().post("/api/v1/verify"), 429, "rate_limited");
        assertThat(verified(acme).path("passed").asBoolean())
                .as("an operator may")
                .isTrue();
        done(globex.backend().post("/api/v1/verify"));
        SERVER.sql("UPDATE verification_turns SET own_after = now() WHERE tenant_id = '" + acme.id() + "'");
        done(acme.backend().post("/api/v1/verify"));
    }

    @Test
    void a_key_that_only_reads_the_audit_reads_evidence_and_does_not_make_it() {
        verified(acme);
        Caller auditor = SERVER.with(acme.key(List.of(Scope.AUDIT_READ)));

        assertThat(done(auditor.get("/api/v1/verifications")).json().path("items"))
                .hasSize(1);
        refused(auditor.post("/api/v1/verify"), 403, "insufficient_scope");
    }
}
