// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.webhooks;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.WebhookCredential;
import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.crypto.Randomness;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** The secret that a webhook is signed with: given by the caller or generated, in the form of Standard Webhooks. */
public final class WebhookKind implements Kind<WebhookCredentialRequest> {
    private static final KindWire<WebhookCredentialRequest> WIRE = new KindWire<>(
            "webhook",
            true,
            "credential.put_webhook",
            "Put a new version of a webhook's signing secret; a generated secret is only in this response",
            WebhookCredentialRequest.class,
            Answer.Json.like(new WebhookCredential(
                    new CredentialView(
                            "cred_01example",
                            "webhook",
                            "orders",
                            1,
                            "active",
                            null,
                            null,
                            Map.of("note", "orders"),
                            "Qd0=:5f2c81aa90be",
                            null,
                            Instant.parse("2026-03-01T12:00:00Z"),
                            null,
                            null,
                            null),
                    "whsec_the-generated-secret")),
            new WebhookCredentialRequest(null, "orders"));

    private static final String PREFIX = "whsec_";
    private static final int GENERATED_BYTES = 32;

    /** The bounds of Standard Webhooks. */
    private static final int FEWEST_BYTES = 24;

    private static final int MOST_BYTES = 64;

    /** Both secrets verify while senders and receivers change over. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final SecureRandom random = new SecureRandom();

    @Override
    public KindWire<WebhookCredentialRequest> wire() {
        return WIRE;
    }

    @Override
    public Proposal propose(WebhookCredentialRequest request) {
        Map<String, String> attributes = request.note() == null ? Map.of() : Map.of("note", request.note());
        return request.secret() == null
                ? new Proposal(attributes, generated(), true)
                : Proposal.given(attributes, given(request.secret()));
    }

    private Secret generated() {
        byte[] key = new byte[GENERATED_BYTES];
        random.nextBytes(key);
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    private static Secret given(String text) {
        byte[] key = key(text);
        if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw Problem.invalid("secret", "must encode " + FEWEST_BYTES + " to " + MOST_BYTES + " bytes");
        }
        Randomness.require("secret", new String(key, StandardCharsets.ISO_8859_1).chars());
        return Secret.of(text);
    }

    private static byte[] key(String text) {
        if (text.startsWith(PREFIX)) {
            try {
                return Base64.getDecoder().decode(text.substring(PREFIX.length()));
            } catch (IllegalArgumentException malformed) {
                // Answered like a wrong prefix: the exception quotes the secret's characters.
            }
        }
        throw Problem.invalid("secret", "must be " + PREFIX + " followed by Base64");
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now.plus(OVERLAP);
    }

    @Override
    public Object answer(CredentialView view, Proposal proposal) {
        return new WebhookCredential(
                view, proposal.generated() ? proposal.secret().revealText() : null);
    }
}
