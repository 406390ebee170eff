// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.signed.SignatureVerifier;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialRef;
import java.util.List;
import java.util.Optional;

/**
 * Whose webhook it is: the tenant's to whom the called number belongs, if the carrier signed the request with a secret of that
 * tenant's account (I5).
 */
final class CarrierSignature implements SignatureVerifier {
    private final Foundation on;
    private final TelephonyModule.Doors doors;
    private final Carrier carrier;
    private final String header;
    private final Optional<PublicAddress> address;
    private final CredentialRef account;
    private final Facet<CredentialRef, List<Credential>> usable;

    CarrierSignature(
            Foundation on, TelephonyModule.Doors doors, Carriers.Known known, Optional<PublicAddress> address) {
        this.on = on;
        this.doors = doors;
        this.carrier = known.carrier();
        this.header = known.header();
        this.address = address;
        this.account = CredentialRef.of(carrier.name());
        this.usable = new Facet<>("usable accounts with " + carrier.name(), doors.vault()::usable);
    }

    @Override
    public Principal verify(SignedRequest request) {
        // Before the body: whoever signs nothing learns nothing about it.
        if (request.header(header).isEmpty()) {
            throw refused();
        }
        if (address.isEmpty()) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN,
                    "http.public_url is not set on this server: without it, carriers' signatures cannot be verified.");
        }
        TenantId tenant = doors.numbers().owner(carrier.calledNumber(request)).orElseThrow(CarrierSignature::refused);
        Snapshot snapshot = on.snapshots().of(tenant);
        return on.snapshots().judge(snapshot, () -> {
            if (!carrier.verify(
                    request, address.get(), secrets(snapshot), on.clock().instant())) {
                throw refused();
            }
            snapshot.get(Tenants.TENANT, tenant).requireActive();
            return new Principal.Sender(tenant, carrier.name(), snapshot.proof(), request.requestId());
        });
    }

    private List<CarrierSecret> secrets(Snapshot snapshot) {
        return snapshot.get(usable, account).stream()
                .flatMap(one -> snapshot.get(doors.vault().version(), account.version(one.version())).stream())
                .flatMap(open -> carrier.credential().verifying(StoredAccount.secrets(open)).stream())
                .limit(Carrier.MOST_SECRETS)
                .toList();
    }

    private static Problem refused() {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                "The signature is missing or invalid, or nobody here has the called number.");
    }
}
