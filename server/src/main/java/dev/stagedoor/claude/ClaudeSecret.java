// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.api.claude.ClaudeGateway;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Proposal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What proves a profile to its provider, well-formed.
 *
 * @param baseUrl   of a gateway; null for the vendor's own API
 * @param expiresAt when a login ends; null for what does not expire
 */
record ClaudeSecret(
        AuthMethod method,
        @Nullable ServerUrl baseUrl,
        @Nullable Instant expiresAt,
        Secret secret) {
    static final String METHOD = "auth_method";
    static final String BASE_URL = "base_url";
    static final String EXPIRES_AT = "expires_at";

    private static final String KEY = "sk-ant-";

    /** How the tokens of a sandbox begin, so that its answers are never taken for a model's. */
    static final String SANDBOX = "stagedoor-sandbox-";

    /** An access token passes for a key by its first letters, and is a login's. */
    static final String ACCESS_TOKEN = "sk-ant-oat";

    /** Exactly one of a key and a gateway; {@code invalid_request} naming the field. */
    static ClaudeSecret of(@Nullable String apiKey, @Nullable ClaudeGateway gateway, Egress egress) {
        if ((apiKey == null) == (gateway == null)) {
            throw Problem.invalid(
                    apiKey == null ? "api_key" : "gateway",
                    apiKey == null ? "is required, or a gateway" : "and api_key exclude each other");
        }
        return apiKey == null ? gateway(gateway, egress) : key(apiKey);
    }

    static ClaudeSecret key(String apiKey) {
        if (!apiKey.startsWith(KEY)) {
            throw Problem.invalid("api_key", "must begin with " + KEY);
        }
        if (apiKey.startsWith(ACCESS_TOKEN)) {
            throw Problem.invalid("api_key", "is the access token of a login; create an API key in the Claude Console");
        }
        return new ClaudeSecret(AuthMethod.API_KEY, null, null, Secret.of(apiKey));
    }

    private static ClaudeSecret gateway(ClaudeGateway gateway, Egress egress) {
        ServerUrl url;
        try {
            url = ServerUrl.parse(gateway.baseUrl());
        } catch (IllegalArgumentException refused) {
            throw Problem.invalid("gateway.base_url", String.valueOf(refused.getMessage()));
        }
        if (!url.literalAddress().map(egress::permits).orElse(true)) {
            throw Egress.refusal("gateway.base_url");
        }
        return new ClaudeSecret(AuthMethod.GATEWAY, url, null, Secret.of(gateway.authToken()));
    }

    Proposal proposal() {
        Map<String, String> attributes = new HashMap<>(Map.of(METHOD, method.wire()));
        if (baseUrl != null) {
            attributes.put(BASE_URL, baseUrl.http());
        }
        if (expiresAt != null) {
            attributes.put(EXPIRES_AT, expiresAt.toString());
        }
        return Proposal.given(attributes, secret);
    }

    static ClaudeSecret of(OpenCredential credential) {
        Map<String, String> attributes = credential.attributes();
        return new ClaudeSecret(
                AuthMethod.of(credential.attribute(METHOD)),
                Optional.ofNullable(attributes.get(BASE_URL))
                        .map(ServerUrl::parse)
                        .orElse(null),
                Optional.ofNullable(attributes.get(EXPIRES_AT))
                        .map(Instant::parse)
                        .orElse(null),
                credential.secret());
    }
}
