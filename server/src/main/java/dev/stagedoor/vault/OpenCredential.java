// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.kernel.Secret;
import java.util.Map;

/**
 * A version of a credential with its secret: part of a snapshot, never kept anywhere else. Its kind's package turns it into
 * a value of its own.
 */
public record OpenCredential(CredentialVersion which, String id, Map<String, String> attributes, Secret secret) {
    public OpenCredential {
        attributes = Map.copyOf(attributes);
    }

    /** A public attribute that each credential of the kind has. */
    public String attribute(String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException(id + " has no attribute " + name);
        }
        return value;
    }
}
