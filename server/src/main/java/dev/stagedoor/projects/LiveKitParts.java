// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ServerUrl;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The parts of a LiveKit project that belong to one tenant only (I1), as fingerprints: the server's url, the key on that
 * server, the secret. The key id by itself is not claimed, since it is public and could be squatted; {@code key} is only
 * compared with the platform's.
 */
public record LiveKitParts(Fingerprint url, Fingerprint project, Fingerprint secret, Fingerprint key) {
    static LiveKitParts of(Fingerprints prints, LiveKitProject project) {
        byte[] key = utf8(project.apiKey());
        return new LiveKitParts(
                url(prints, project.serverUrl()),
                prints.of("livekit project", utf8(project.serverUrl().canonical()), key),
                prints.of("livekit secret", project.apiSecret().reveal()),
                prints.of("livekit key", key));
    }

    /** What a value would be if it were anybody's secret, or key on that server. */
    public static Set<Fingerprint> suspects(Fingerprints prints, byte[] value) {
        return Set.of(prints.of("livekit secret", value), prints.of("livekit key", value));
    }

    /** The fingerprint of the URL. */
    static Fingerprint url(Fingerprints prints, ServerUrl url) {
        return prints.of("livekit url", utf8(url.canonical()));
    }

    /** What is claimed, each with the part it stands for. */
    Map<Fingerprint, String> claimed() {
        return Map.of(url, "url", project, "project", secret, "secret");
    }

    /**
     * Returns if the project can be this tenant's.
     *
     * @param others the fingerprints of it that are another tenant's or the platform's
     * @param shared whether an operator lets several tenants use the server; such a server is never the platform's
     * @throws Problem {@code credential_not_isolated}, saying which part and never whose
     */
    void requireIsolated(Set<Fingerprint> others, boolean shared) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (others.contains(url) && !shared) {
            parts.put(LiveKitProject.SERVER_URL, "url");
        }
        if (others.contains(project) || others.contains(key)) {
            parts.put(LiveKitProject.API_KEY, "key");
        }
        if (others.contains(secret)) {
            parts.put("api_secret", "secret");
        }
        if (parts.isEmpty()) {
            return;
        }
        Problem refused = Problem.of(
                ErrorCode.CREDENTIAL_NOT_ISOLATED,
                "Part of the credential is already in use elsewhere: " + String.join(", ", parts.values()) + ".");
        for (String field : parts.keySet()) {
            refused = refused.field(field, "is already in use elsewhere");
        }
        throw refused;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
