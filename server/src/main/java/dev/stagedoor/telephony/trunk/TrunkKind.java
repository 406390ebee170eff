// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.api.telephony.TrunkRequest;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** What carriers log in to a number's trunk with: generated, one for each number, named by its digits. */
public final class TrunkKind implements Kind<TrunkRequest> {
    private static final String NAME = "sip_trunk";
    private static final String USERNAME = "username";
    private static final int BYTES = 24;

    private static final KindWire<TrunkRequest> WIRE = new KindWire<>(
            NAME,
            true,
            "credential.put_sip_trunk",
            "Put what carriers log in to a number's trunk with",
            TrunkRequest.class,
            Answer.Json.like(new CredentialView(
                    "cred_01example",
                    NAME,
                    "442071838750",
                    1,
                    "active",
                    null,
                    null,
                    Map.of(USERNAME, "sd-442071838750"),
                    "Qd0=:5f2c81aa90be",
                    null,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    null,
                    null,
                    null)),
            new TrunkRequest(true, null, null, null));

    private static final SecureRandom RANDOM = new SecureRandom();

    /** That of a number. */
    static CredentialRef ref(String number) {
        return new CredentialRef(NAME, number.substring(1));
    }

    /** The user name for a number. */
    static String username(String number) {
        return "sd-" + number.substring(1);
    }

    static Proposal generated(String number) {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        Secret password = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        return new Proposal(Map.of(USERNAME, username(number)), password, true);
    }

    @Override
    public KindWire<TrunkRequest> wire() {
        return WIRE;
    }

    @Override
    public boolean isPutByVault() {
        return false;
    }

    @Override
    public Proposal propose(TrunkRequest request) {
        throw new IllegalStateException("these are generated when a number is provisioned");
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now;
    }
}
