// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.vault.CredentialView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Credentials as the API shows them. */
public final class CredentialViews {
    private CredentialViews() {}

    /** A credential of any kind, with all its attributes. */
    static CredentialView of(Credential credential) {
        Map<String, String> attributes = credential.attributes();
        return of(
                credential,
                new Shown(credential.ref().name(), null, null, attributes.isEmpty() ? null : attributes, null));
    }

    /** What kinds show each in their own way. */
    public record Shown(
            @Nullable String name,
            @Nullable String serverUrl,
            @Nullable String apiKey,
            @Nullable Map<String, String> attributes,
            @Nullable String warning) {}

    /** A credential, of which that is shown. */
    public static CredentialView of(Credential credential, Shown shown) {
        return new CredentialView(
                credential.id(),
                credential.ref().kind(),
                shown.name(),
                credential.version(),
                credential.state().wire(),
                shown.serverUrl(),
                shown.apiKey(),
                shown.attributes(),
                credential.fingerprint(),
                shown.warning(),
                credential.times().createdAt(),
                credential.times().verifiedAt(),
                credential.times().endedAt(),
                credential.times().expiresAt());
    }
}
