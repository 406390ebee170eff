// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.kernel.Problem;
import java.util.List;
import java.util.Map;

/**
 * Identities and attributes that LiveKit and its agents give to participants. LiveKit disconnects the earlier holder of an
 * identity, so a user with an agent's would throw it out of the room; and agents trust these attributes.
 */
final class ReservedNames {
    private static final String CALLER = "caller-";
    private static final String CALLEE = "callee-";

    /** Of agents, of participants on the phone as LiveKit names them, and as we do. */
    private static final List<String> IDENTITIES = List.of("agent-", "sip_", CALLER, CALLEE);

    private static final List<String> ATTRIBUTES = List.of("lk.", "sip.");

    private ReservedNames() {}

    /**
     * Returns the identity if a user may have it.
     *
     * @throws Problem {@code invalid_request} naming {@code field}
     */
    static String identity(String field, String identity) {
        for (String prefix : IDENTITIES) {
            if (identity.startsWith(prefix)) {
                throw Problem.invalid(
                        field,
                        "must not begin with " + prefix + ", which is reserved for agents and people on the phone");
            }
        }
        return identity;
    }

    /** Returns the identity of a person on the phone: one that no user may have. */
    static String caller(String identity) {
        if (!identity.startsWith(CALLER) && !identity.startsWith(CALLEE)) {
            throw new IllegalArgumentException("a person on the phone is called " + CALLER + " or " + CALLEE);
        }
        return identity;
    }

    /**
     * Returns if a user may have all of the attributes.
     *
     * @throws Problem {@code invalid_request} naming {@code field}
     */
    static void attributes(String field, Map<String, String> attributes) {
        for (String prefix : ATTRIBUTES) {
            if (attributes.keySet().stream().anyMatch(name -> name.startsWith(prefix))) {
                throw Problem.invalid(field, "must not have names that begin with " + prefix + ": LiveKit sets these");
            }
        }
    }
}
