// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.telephony.OutboundTrunkRequest;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.sip.SipCredential;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.numbers.PhoneNumber;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.PutCredential;
import dev.stagedoor.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The door to tenants' outbound trunks. */
final class OutboundTrunks {
    private final Foundation on;
    private final Vault vault;
    private final OutboundWriter writer;

    OutboundTrunks(Foundation on, Vault vault, OutboundWriter writer) {
        this.on = on;
        this.vault = vault;
        this.writer = writer;
    }

    /** A trunk, and what differs from it in the project. */
    record Shown(OutboundTrunk trunk, List<String> drift) {}

    /**
     * Writes the trunk to the tenant's project; again, it repairs whatever differs.
     *
     * @throws Problem {@code invalid_request} naming the field; {@code conflict} without a confirmed number
     */
    Shown put(Principal by, TenantId tenant, OutboundTrunkRequest request) {
        OutboundTrunk wished = on.ledger().read(by, tenant, tx -> wished(tx, request));
        putLogin(by, tenant, wished.username(), request);
        OutboundTrunk trunk = on.ledger().change(by.settled(), tenant, change -> {
            Tenants.living(change.tx()).requireActive();
            OutboundTrunkStore.put(change.tx(), wished, change.now());
            if (wished.username().isEmpty()) {
                vault.revokeAll(by, change, OutboundKind.REF);
            }
            String detail = Json.text(Map.of("address", wished.carrier().address(), "numbers", wished.numbers()));
            change.append(Draft.of(by, change.now(), "outbound_trunk.put", tenant.value(), detail));
            return OutboundTrunkStore.find(change.tx()).orElseThrow();
        });
        writer.write(by.settled(), tenant, trunk, login(tenant));
        return show(by.settled(), tenant);
    }

    private static OutboundTrunk wished(Tx tx, OutboundTrunkRequest request) {
        Tenants.living(tx).requireActive();
        return new OutboundTrunk(
                new OutboundTrunk.Carrier(request.address(), Objects.requireNonNullElse(request.transport(), "auto")),
                Objects.requireNonNullElse(request.username(), ""),
                numbers(tx, request),
                Optional.empty());
    }

    private static List<String> numbers(Tx tx, OutboundTrunkRequest request) {
        if (request.numbers() == null) {
            List<String> all = Numbers.confirmed(tx);
            if (all.isEmpty()) {
                throw Problem.of(ErrorCode.CONFLICT, "The tenant has no confirmed number that it could call from.");
            }
            return all;
        }
        for (String number : request.numbers()) {
            if (Numbers.find(tx, number).flatMap(PhoneNumber::confirmed).isEmpty()) {
                throw Problem.invalid("numbers", "must be confirmed numbers of the tenant; this one is not: " + number);
            }
        }
        return request.numbers().stream().distinct().toList();
    }

    private void putLogin(Principal by, TenantId tenant, String username, OutboundTrunkRequest request) {
        Optional<OpenCredential> before = login(tenant);
        if (username.isEmpty()) {
            if (request.password() != null) {
                throw Problem.invalid("username", "is needed with a password");
            }
            return;
        }
        Secret password = request.password() == null
                ? before.map(OpenCredential::secret)
                        .orElseThrow(() -> Problem.invalid("password", "is needed with a user name"))
                : Secret.of(request.password());
        requireFit(username, password);
        boolean same = before.filter(one -> one.attribute(OutboundKind.USERNAME).equals(username)
                        && one.secret().equals(password))
                .isPresent();
        if (!same) {
            vault.put(by, tenant, new PutCredential(OutboundKind.REF, OutboundKind.given(username, password), false));
        }
    }

    /** Both stand in a header. */
    private static void requireFit(String username, Secret password) {
        try {
            SipCredential.of(username, password.revealText()).close();
        } catch (IllegalArgumentException unfit) {
            throw Problem.invalid("username", "and password must be 1 to 128 plain ASCII characters");
        }
    }

    /** As it is now: a cached one may be what was just replaced. */
    private Optional<OpenCredential> login(TenantId tenant) {
        return on.snapshots().now(tenant, snapshot -> snapshot.get(vault.active(), OutboundKind.REF));
    }

    /** How the trunk stands, compared with what the project has. */
    Shown show(Principal by, TenantId tenant) {
        OutboundTrunk trunk = find(by, tenant);
        return new Shown(trunk, writer.drift(tenant, trunk));
    }

    /** Takes the trunk out of the project; calls in progress go on. */
    void delete(Principal by, TenantId tenant) {
        writer.take(by, tenant, find(by, tenant));
        on.ledger().changing(by.settled(), tenant, change -> {
            OutboundTrunkStore.deleteAll(change.tx());
            vault.revokeAll(by, change, OutboundKind.REF);
            change.append(Draft.of(by, change.now(), "outbound_trunk.delete", tenant.value(), "{}"));
        });
    }

    private OutboundTrunk find(Principal by, TenantId tenant) {
        return on.ledger()
                .read(by, tenant, OutboundTrunkStore::find)
                .orElseThrow(() -> Problem.notFound("outbound trunk"));
    }
}
