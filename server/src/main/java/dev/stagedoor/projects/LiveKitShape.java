// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.crypto.Randomness;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;

/** What a LiveKit project must look like to be put. */
final class LiveKitShape {
    /** HS256 requires a key as long as its hash (RFC 7518 §3.2); LiveKit itself calls shorter ones insecure. */
    private static final int SHORTEST_SECRET = 32;

    private static final int LONGEST = 256;

    private LiveKitShape() {}

    /**
     * Reads a request.
     *
     * @param developmentKey whether the key of {@code livekit-server --dev} is accepted, with its own secret only
     * @throws Problem {@code invalid_request} naming the field
     */
    static LiveKitProject of(LiveKitCredentialRequest request, boolean developmentKey) {
        if (developmentKey && DevelopmentKey.is(request.apiKey(), request.apiSecret())) {
            return new LiveKitProject(serverUrl(request.serverUrl()), request.apiKey(), Secret.of(request.apiSecret()));
        }
        return new LiveKitProject(serverUrl(request.serverUrl()), key(request.apiKey()), secret(request.apiSecret()));
    }

    /** The canonical form of a server's url; {@code invalid_request} naming {@code server_url}. */
    static ServerUrl serverUrl(String text) {
        try {
            return ServerUrl.parse(text);
        } catch (IllegalArgumentException refused) {
            throw Problem.invalid("server_url", String.valueOf(refused.getMessage()));
        }
    }

    private static String key(String key) {
        visible("api_key", key);
        if (DevelopmentKey.is(key)) {
            throw Problem.invalid("api_key", DevelopmentKey.REFUSED);
        }
        return key;
    }

    private static Secret secret(String secret) {
        visible("api_secret", secret);
        if (secret.length() < SHORTEST_SECRET) {
            throw Problem.invalid("api_secret", "must have at least " + SHORTEST_SECRET + " characters");
        }
        Randomness.require("api_secret", secret.chars());
        return Secret.of(secret);
    }

    private static void visible(String field, String value) {
        if (value.isEmpty() || value.length() > LONGEST || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw Problem.invalid(field, "must be 1 to " + LONGEST + " visible ASCII characters");
        }
    }
}
