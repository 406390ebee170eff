// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import dev.stagedoor.kernel.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * What a sealed value belongs to. It is authenticated with the value (AAD), so a value copied to another tenant,
 * credential or version does not open there (S1).
 *
 * @param credential the id of what holds the value, {@code cred_…}
 * @param version    its version, from 1
 */
public record Binding(TenantId tenant, String credential, long version) {
    public Binding {
        if (credential.isEmpty() || credential.indexOf('|') >= 0) {
            throw new IllegalArgumentException("not an id: " + credential);
        }
    }

    byte[] aad() {
        return (tenant + "|" + credential + "|" + version).getBytes(StandardCharsets.UTF_8);
    }
}
