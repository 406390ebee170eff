// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.OutboundTrunkRequest;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a tenant's LiveKit logs in to its carrier with, to call out. */
public final class OutboundKind implements Kind<OutboundTrunkRequest> {
    /** The tenant's only one. */
    static final CredentialRef REF = CredentialRef.of("sip_outbound");

    static final String USERNAME = "username";

    private static final KindWire<OutboundTrunkRequest> WIRE = new KindWire<>(
            REF.kind(),
            false,
            "credential.put_sip_outbound",
            "Put what the tenant's LiveKit logs in to its carrier with",
            OutboundTrunkRequest.class,
            Answer.Json.like(new CredentialView(
                    "cred_01example",
                    REF.kind(),
                    REF.name(),
                    1,
                    "active",
                    null,
                    null,
                    Map.of(USERNAME, "acme"),
                    "Qd0=:5f2c81aa90be",
                    null,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    null,
                    null,
                    null)),
            new OutboundTrunkRequest("acme.pstn.example.com", "tls", "acme", "a password", List.of("+442071838750")));

    static Proposal given(String username, Secret password) {
        return Proposal.given(Map.of(USERNAME, username), password);
    }

    @Override
    public KindWire<OutboundTrunkRequest> wire() {
        return WIRE;
    }

    @Override
    public boolean isPutByVault() {
        return false;
    }

    @Override
    public Proposal propose(OutboundTrunkRequest request) {
        throw new IllegalStateException("these are put with the outbound trunk");
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now;
    }
}
