// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import dev.stagedoor.vault.OpenCredential;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** A credential made ready to sign and to verify with: part of a snapshot, and gone with it. */
record Opened(
        long version, Project wire, TokenVerifier verifier, WebhookVerifier webhooks, Set<AgentField> agentFields) {
    /** Their sender's clock may be wrong: an old one that is told again changes nothing (D6). */
    private static final Duration WEBHOOK_LEEWAY = Duration.ofMinutes(5);

    Opened {
        agentFields = Set.copyOf(agentFields);
    }

    static Opened of(OpenCredential opened, Clock clock) {
        LiveKitProject credential = LiveKitProject.of(opened);
        ApiKey key = ApiKey.of(credential.apiKey(), credential.apiSecret().reveal());
        return new Opened(
                opened.which().number(),
                Project.of(credential.serverUrl(), key),
                new TokenVerifier(key, TokenVerifier.USUAL_LEEWAY, clock),
                new WebhookVerifier(id -> id.equals(key.id()) ? key : null, WEBHOOK_LEEWAY, clock),
                AgentField.read(opened.attributes().getOrDefault(LiveKitProject.AGENT_FIELDS, "")));
    }

    /** Without anything secret. */
    @Override
    public String toString() {
        return "Opened[version=" + version + ", " + wire + "]";
    }
}
