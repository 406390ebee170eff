package dev.stagedoor.vault;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The rule of I1, over what the database says is somebody else's. */
final class Isolation {
    private Isolation() {}

    /**
     * Returns if the project can be this tenant's.
     *
     * @param others the fingerprints of it that are another tenant's or the platform's
     * @param shared whether an operator lets several tenants use the server; such a server is never the platform's
     * @throws Problem {@code credential_not_isolated}, saying which part and never whose
     */
    static void judge(Claims claims, Set<Fingerprint> others, boolean shared) {
        Map<String, String> parts = new LinkedHashMap<>();
        if (others.contains(claims.url()) && !shared) {
            parts.put("server_url", "url");
        }
        if (others.contains(claims.project()) || others.contains(claims.key())) {
            parts.put("api_key", "key");
        }
        if (others.contains(claims.secret())) {
            parts.put("api_secret", "secret");
        }
        if (parts.isEmpty()) {
            return;
        }
        Problem refused = Problem.of(
                ErrorCode.CREDENTIAL_NOT_ISOLATED,
                "The credential is not this tenant's alone; in use elsewhere: " + String.join(", ", parts.values())
                        + ".");
        for (String field : parts.keySet()) {
            refused = refused.field(field, "is in use elsewhere");
        }
        throw refused;
    }
}
