// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.vault.CredentialView;
import java.util.Map;

/** Credentials as the API shows them. */
final class CredentialViews {
    private CredentialViews() {}

    static CredentialView of(Credential credential) {
        Map<String, String> attributes = credential.attributes();
        return new CredentialView(
                credential.id(),
                credential.ref().kind(),
                credential.ref().name(),
                credential.version(),
                credential.state().wire(),
                null,
                null,
                attributes.isEmpty() ? null : attributes,
                credential.fingerprint(),
                null,
                credential.times().createdAt(),
                credential.times().verifiedAt(),
                credential.times().endedAt());
    }
}
