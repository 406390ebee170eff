// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.kernel.Secret;
import java.util.Map;

/**
 * A well-formed credential to put.
 *
 * @param attributes what is shown of it
 * @param secret     what is sealed
 * @param generated  whether we made the secret: the response is then the only one that shows it
 */
public record Proposal(Map<String, String> attributes, Secret secret, boolean generated) {
    public Proposal {
        attributes = Map.copyOf(attributes);
    }

    /** One whose secret the caller gave. */
    public static Proposal given(Map<String, String> attributes, Secret secret) {
        return new Proposal(attributes, secret, false);
    }
}
