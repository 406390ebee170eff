// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.kernel.Secret;
import java.util.List;

/** What a carrier's signature is verified with, in the carrier's own form: an auth token or a public key. */
public record CarrierSecret(Secret value) {
    /**
     * The secrets, if a request may be verified with so many.
     *
     * @throws IllegalArgumentException if there are more than {@link Carrier#MOST_SECRETS}
     */
    public static List<CarrierSecret> few(List<CarrierSecret> secrets) {
        if (secrets.size() > Carrier.MOST_SECRETS) {
            throw new IllegalArgumentException(
                    "a request is verified with at most " + Carrier.MOST_SECRETS + " secrets");
        }
        return secrets;
    }
}
