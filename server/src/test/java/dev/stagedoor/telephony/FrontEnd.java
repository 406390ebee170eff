// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A SIP front end with a tenant's secret {@code webhook/sip}: written after the guide, not after the server. */
record FrontEnd(Caller server, Secret secret, Clock clock) {
    static final String PATH = "/api/sip/inbound";

    /** With a new secret of that tenant. */
    static FrontEnd of(TestServer server, TestTenant tenant, Clock clock) {
        Answer put = done(tenant.backend().put("/api/v1/credentials/webhook/sip", "{}"));
        return new FrontEnd(anonymous(server), Secret.of(put.at("/secret")), clock);
    }

    static Caller anonymous(TestServer server) {
        return new Caller(server.url(), Secret.of(""));
    }

    static String call(String from, String to, String callId) {
        return "{\"from\":\"%s\",\"to\":\"%s\",\"callId\":\"%s\"}".formatted(from, to, callId);
    }

    /** Reports a call now. */
    Answer report(String body) {
        return report(body, clock.instant());
    }

    /** Reports a call with a signature of that time. */
    Answer report(String body, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        return sent(body, timestamp, signature(timestamp + body));
    }

    /** Reports a call with a signature over the body alone. */
    Answer reportBodyOnly(String body) {
        return server.with("x-webhook-signature", signature(body)).post(PATH, body);
    }

    /** The same, and says whose secret signs it. */
    Answer reportAs(String tenant, String body) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return server.with("x-webhook-tenant", tenant)
                .with("x-webhook-timestamp", timestamp)
                .with("x-webhook-signature", signature(timestamp + body))
                .post(PATH, body);
    }

    Answer sent(String body, String timestamp, String signature) {
        return server.with("x-webhook-timestamp", timestamp)
                .with("x-webhook-signature", signature)
                .post(PATH, body);
    }

    String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.revealText().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
