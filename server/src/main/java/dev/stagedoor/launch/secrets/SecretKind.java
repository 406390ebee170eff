// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.secrets;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.SecretCredentialRequest;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A secret of any form for a tenant's workers; nobody can verify it. */
public final class SecretKind implements Kind<SecretCredentialRequest> {
    private static final int LONGEST = 32_768;

    /** Workers of the generation before still have it while they finish their calls. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final KindWire<SecretCredentialRequest> WIRE = new KindWire<>(
            "secret",
            true,
            "credential.put_secret",
            "Put a new version of a secret for the tenant's workers; they are replaced, new ones first",
            SecretCredentialRequest.class,
            Answer.Json.like(new CredentialView(
                    "cred_01example",
                    "secret",
                    "deepgram",
                    1,
                    "active",
                    null,
                    null,
                    Map.of("note", "speech to text"),
                    "9f3a:5f2c81aa90be",
                    null,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    null,
                    null,
                    null)),
            new SecretCredentialRequest("the-key-of-the-provider", "speech to text"));

    @Override
    public KindWire<SecretCredentialRequest> wire() {
        return WIRE;
    }

    @Override
    public Proposal propose(SecretCredentialRequest request) {
        String secret = request.secret();
        if (!PlainText.isStorable(secret)) {
            throw Problem.invalid("secret", "must be text without NUL, which no environment can hold");
        }
        if (secret.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw Problem.invalid("secret", "must be at most " + LONGEST + " bytes long");
        }
        Map<String, String> attributes = request.note() == null ? Map.of() : Map.of("note", request.note());
        return Proposal.given(attributes, Secret.of(secret));
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now.plus(OVERLAP);
    }
}
