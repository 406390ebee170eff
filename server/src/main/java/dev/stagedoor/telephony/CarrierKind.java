// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.telephony.CarrierCredentialRequest;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CredentialShape.Use;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A tenant's account with one carrier: what verifies its webhooks, and what its API is called with. */
final class CarrierKind implements Kind<CarrierCredentialRequest> {
    /** Both verify while the carrier changes over to a new secret. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private final Carrier carrier;
    private final KindWire<CarrierCredentialRequest> wire;

    CarrierKind(Carriers.Known known) {
        this.carrier = known.carrier();
        String name = carrier.name();
        this.wire = new KindWire<>(
                name,
                false,
                "credential.put_" + name,
                "Put a new version of the account with " + name + ", whose webhooks it verifies",
                CarrierCredentialRequest.class,
                Answer.Json.like(new CredentialView(
                        "cred_01example",
                        name,
                        CredentialRef.DEFAULT,
                        1,
                        "active",
                        null,
                        null,
                        Map.of(),
                        "Qd0=:5f2c81aa90be",
                        null,
                        Instant.parse("2026-03-01T12:00:00Z"),
                        null,
                        null,
                        null)),
                new CarrierCredentialRequest(new TreeMap<>(known.example())));
    }

    @Override
    public KindWire<CarrierCredentialRequest> wire() {
        return wire;
    }

    @Override
    public Proposal propose(CarrierCredentialRequest request) {
        carrier.credential().requireFits(StoredAccount.secrets(request.values()));
        Map<String, String> shown = new HashMap<>();
        carrier.credential().fields().stream()
                .filter(field -> field.use() == Use.ACCOUNT && request.values().containsKey(field.name()))
                .forEach(field -> shown.put(field.name(), request.values().get(field.name())));
        return Proposal.given(shown, Secret.of(StoredAccount.text(request.values())));
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now.plus(OVERLAP);
    }
}
