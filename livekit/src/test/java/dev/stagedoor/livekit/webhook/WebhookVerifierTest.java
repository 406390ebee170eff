// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.Job;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.webhook.WebhookVerifier.Result;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Accepts only bodies that a known key signed, unaltered and in time. */
final class WebhookVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ApiKey ACME = ApiKey.of("APIacme", "the secret of acme");
    private static final ApiKey GLOBEX = ApiKey.of("APIglobex", "the secret of globex");
    private static final byte[] BODY = bytes("""
            {"event":"participant_joined","id":"EV_1","createdAt":"1795262400","room":{"sid":"RM_1","name":"acme.lobby"},
             "participant":{"identity":"agent-AJ_1","state":"ACTIVE","kind":"AGENT","joinedAtMs":"1795262400123",
             "attributes":{"lk.agent_name":"clerk"}},"somethingNew":{"x":1}}""");

    private final WebhookVerifier verifier = new WebhookVerifier(
            id -> id.equals(ACME.id()) ? ACME : id.equals(GLOBEX.id()) ? GLOBEX : null,
            Duration.ofSeconds(60),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_genuine_event_is_read_and_attributed_to_its_key() {
        var genuine = genuine(verifier.verify(token(ACME, BODY), BODY));
        assertThat(genuine.keyId()).isEqualTo("APIacme");
        var event = genuine.event();
        assertThat(event.event()).isEqualTo("participant_joined");
        assertThat(event.id()).isEqualTo("EV_1");
        assertThat(event.at()).isEqualTo(NOW);
        assertThat(event.room()).satisfies(room -> assertThat(room.name()).isEqualTo("acme.lobby"));
        assertThat(event.participant()).satisfies(agent -> {
            assertThat(agent.kind()).isEqualTo(ParticipantKind.AGENT);
            assertThat(agent.state()).isEqualTo(Participant.State.ACTIVE);
            assertThat(agent.joinedAtMs()).isEqualTo(1795262400123L);
            assertThat(agent.attributes()).containsEntry("lk.agent_name", "clerk");
        });
        assertThat(genuine(verifier.verify("Bearer " + token(GLOBEX, BODY), BODY))
                        .keyId())
                .isEqualTo("APIglobex");
    }

    @Test
    void unknown_events_and_values_are_read_as_far_as_possible() {
        var body = bytes("""
                {"event":"agent_job_teleported","participant":{"kind":"HOLOGRAM","state":"ELSEWHERE"},
                 "job":{"id":"AJ_1","type":"JT_MOON","state":{"status":"JS_MELTED","updatedAt":"1"}}}""");
        var event = genuine(verifier.verify(token(ACME, body), body)).event();
        assertThat(event.participant()).satisfies(who -> {
            assertThat(who.kind()).isEqualTo(ParticipantKind.UNKNOWN);
            assertThat(who.state()).isEqualTo(Participant.State.UNKNOWN);
        });
        assertThat(event.job()).satisfies(job -> {
            assertThat(job.type()).isEqualTo(Job.Type.UNKNOWN);
            assertThat(job.state())
                    .satisfies(state -> assertThat(state.status()).isEqualTo(Job.Status.UNKNOWN));
        });
    }

    @Test
    void a_body_changed_by_one_byte_is_not_genuine() {
        var token = token(ACME, BODY);
        for (int i = 0; i < BODY.length; i++) {
            var changed = BODY.clone();
            changed[i] ^= 1;
            rejected("does not match the signature", verifier.verify(token, changed));
        }
        rejected(
                "does not match the signature",
                verifier.verify(token, bytes(new String(BODY, StandardCharsets.UTF_8) + " ")));
    }

    @Test
    void a_webhook_signed_by_an_unknown_key_is_not_genuine() {
        rejected("Authorization", verifier.verify(null, BODY));
        rejected("Authorization", verifier.verify(" ", BODY));
        rejected("an unknown API key", verifier.verify("x.y.z", BODY));
        rejected("an unknown API key", verifier.verify(token(ApiKey.of("APIother", "s"), BODY), BODY));
        rejected("secret", verifier.verify(token(ApiKey.of("APIacme", "the secret of globex"), BODY), BODY));
        var plain = new TokenSigner(ACME, Clock.fixed(NOW, ZoneOffset.UTC))
                .sign(AccessToken.forServer().build());
        rejected("does not match the signature", verifier.verify(plain.jwt(), BODY));
    }

    @Test
    void a_signature_expires() {
        rejected("expired", verifier.verify(token(ACME, BODY, NOW.minus(Duration.ofMinutes(7))), BODY));
        rejected("not valid before", verifier.verify(token(ACME, BODY, NOW.plus(Duration.ofMinutes(2))), BODY));
        genuine(verifier.verify(token(ACME, BODY, NOW.plusSeconds(50)), BODY));
    }

    @Test
    void a_signed_body_that_is_not_an_event_is_rejected_without_quoting_it() {
        for (var text : new String[] {"", "null", "[]", "hunter2", "{\"event\":{}}", "{\"event\":\"x\"} {}"}) {
            rejected("not an event", verifier.verify(token(ACME, bytes(text)), bytes(text)));
        }
        rejected("longer", verifier.verify(token(ACME, BODY), new byte[WebhookVerifier.LONGEST_BODY + 1]));
    }

    private static String token(ApiKey key, byte[] body) {
        return token(key, body, NOW);
    }

    private static String token(ApiKey key, byte[] body, Instant at) {
        var token = AccessToken.forServer().sha256(WebhookVerifier.sha256(body)).ttl(Duration.ofMinutes(5));
        return new TokenSigner(key).sign(token.build(), at).jwt();
    }

    private static Result.Genuine genuine(Result result) {
        assertThat(result).isInstanceOf(Result.Genuine.class);
        return (Result.Genuine) result;
    }

    private static void rejected(String why, Result result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Rejected.class,
                        rejected -> assertThat(rejected.why()).contains(why));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
