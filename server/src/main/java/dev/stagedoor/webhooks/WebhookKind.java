package dev.stagedoor.webhooks;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.WebhookCredential;
import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.db.Tx;
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

/** The secret that a webhook is signed with: given by the caller, or 32 random bytes in the form of Standard Webhooks. */
public final class WebhookKind implements Kind<WebhookCredentialRequest> {
    private static final KindWire<WebhookCredentialRequest> WIRE = new KindWire<>(
            "webhook",
            true,
            "credential.put_webhook",
            "Put a new version of a webhook's signing secret; the response is the only one that shows a generated secret",
            WebhookCredentialRequest.class,
            WebhookCredential.class);

    private static final String PREFIX = "whsec_";
    private static final int GENERATED_BYTES = 32;
    private static final int SHORTEST = 24;
    private static final int FEWEST_DISTINCT = 8;

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
        byte[] bytes = new byte[GENERATED_BYTES];
        random.nextBytes(bytes);
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    private static Secret given(String text) {
        byte[] key = text.startsWith(PREFIX) ? decoded(text) : text.getBytes(StandardCharsets.UTF_8);
        if (key.length < SHORTEST) {
            throw Problem.invalid("secret", "must have at least " + SHORTEST + " bytes");
        }
        if (text.chars().distinct().count() < FEWEST_DISTINCT) {
            throw Problem.invalid("secret", "is not random enough; generate a new one");
        }
        return Secret.of(text);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid("secret", "must be base64 after " + PREFIX);
        }
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
