// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An identity provider of a tenant's. */
record Issuer(String name, Trust trust, Times times) {
    /**
     * What is believed of it.
     *
     * @param issuer     its {@code iss}, compared character by character
     * @param audiences  a token for none of them is somebody else's
     * @param jwksUrl    null for the one in its discovery document
     * @param userClaim  the claim with the tenant's id of the user
     * @param algorithms how its tokens may be signed
     */
    record Trust(
            String issuer,
            List<String> audiences,
            @Nullable String jwksUrl,
            String userClaim,
            List<String> algorithms) {
        Trust {
            audiences = List.copyOf(audiences);
            algorithms = List.copyOf(algorithms);
        }

        /** Whether every token that {@code other} accepts is accepted still, as the same user's. */
        boolean includes(Trust other) {
            return issuer.equals(other.issuer)
                    && Objects.equals(jwksUrl, other.jwksUrl)
                    && userClaim.equals(other.userClaim)
                    && audiences.containsAll(other.audiences)
                    && algorithms.containsAll(other.algorithms);
        }
    }

    /** When it was made, and changed last. */
    record Times(Instant createdAt, Instant updatedAt) {}

    /** Its name, among all that can vouch for a user. */
    String voucher() {
        return "oidc/" + name;
    }
}
