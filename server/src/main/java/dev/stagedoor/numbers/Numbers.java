// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.agents.Agents;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.BatchedLookup;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The door to tenants' phone numbers. */
public final class Numbers {
    /** How many a tenant may have, with those that only they say are theirs. */
    private static final int MOST = 10_000;

    private static final String BY_OPERATOR = "operator";

    /** A number of the tenant, if it counts as theirs. */
    private static final Facet<String, Optional<PhoneNumber>> NUMBER = new Facet<>(
            "phone number",
            (tx, number) -> NumberStore.find(tx, number)
                    .filter(known -> known.confirmed().isPresent()));

    private final Foundation on;
    private final BatchedLookup<String, TenantId> owners;

    Numbers(Foundation on) {
        this.on = on;
        this.owners =
                new BatchedLookup<>(numbers -> on.database().directory(handle -> NumberStore.owners(handle, numbers)));
    }

    /**
     * The tenant that a call to that number is for. Grants nothing: whoever says that there is such a call still has to prove
     * it to that tenant.
     *
     * @param number in E.164; anything else is nobody's
     */
    public Optional<TenantId> owner(String number) {
        return E164.of(number).isPresent() ? owners.get(number) : Optional.empty();
    }

    /** The number as the tenant has it in that snapshot; empty if it is not theirs, or not confirmed to be. */
    public static Optional<PhoneNumber> active(Snapshot snapshot, String number) {
        return snapshot.get(NUMBER, number);
    }

    /** A number of the transaction's tenant, whoever says that it is theirs. */
    public static Optional<PhoneNumber> find(Tx tx, String number) {
        return NumberStore.find(tx, number);
    }

    /** The same; {@code not_found} if the tenant does not have it. */
    public static PhoneNumber required(Tx tx, String number) {
        return find(tx, number).orElseThrow(Numbers::unknown);
    }

    /** Those of the transaction's tenant that count as theirs; the first two hundred. */
    public static List<String> confirmed(Tx tx) {
        return NumberStore.page(tx, new NumberFilter(null, true), new Page.Request(Page.Request.MOST, null))
                .items()
                .stream()
                .map(PhoneNumber::number)
                .toList();
    }

    /** The tenant's numbers that match. */
    Page<PhoneNumber> list(Principal by, TenantId tenant, NumberFilter filter, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> NumberStore.page(tx, filter, page));
    }

    /** One number; {@code not_found} if the tenant does not have it. */
    public PhoneNumber get(Principal by, TenantId tenant, String number) {
        return on.ledger().read(by, tenant, tx -> NumberStore.find(tx, number)).orElseThrow(Numbers::unknown);
    }

    /**
     * Adds a number. What an operator adds is the tenant's from then on; what the tenant adds is so once somebody who knows
     * has confirmed it.
     */
    PhoneNumber add(Principal by, TenantId tenant, E164 number, String agent, Optional<IdempotencyKey> key) {
        return on.idempotency()
                .once(
                        by,
                        proofOf(tenant, agent),
                        key,
                        change -> new Made<>(add(by, change, number, agent), Map.of("number", number.toString())),
                        ids -> get(by, tenant, number.toString()));
    }

    private static PhoneNumber add(Principal by, ChangeTx change, E164 e164, String agent) {
        Tenants.living(change.tx());
        if (NumberStore.find(change.tx(), e164.toString()).isPresent()) {
            throw taken("The tenant has this number already.");
        }
        if (NumberStore.count(change.tx()) >= MOST) {
            throw Problem.of(ErrorCode.CONFLICT, "A tenant has at most " + MOST + " numbers.");
        }
        PhoneNumber number = new PhoneNumber(
                e164.toString(),
                agent,
                by instanceof Principal.Operator
                        ? Optional.of(new PhoneNumber.Confirmed(BY_OPERATOR, change.now()))
                        : Optional.empty(),
                new PhoneNumber.Times(change.now(), change.now()));
        if (!NumberStore.insert(change.tx(), number)) {
            throw taken("Another tenant has this number. Release it there first.");
        }
        written(by, change, number, "number.add");
        return number;
    }

    private static Problem taken(String why) {
        return Problem.of(ErrorCode.CONFLICT, why).field("number", "is already used");
    }

    /**
     * The number counts as the tenant's from now on, since its carrier said so; one that does already stays as it is.
     *
     * @param carrier by name
     * @throws Problem {@code not_found}, or {@code conflict} if another tenant has it
     */
    public void confirm(Principal by, TenantId tenant, String number, String carrier) {
        if (get(by, tenant, number).confirmed().isPresent()) {
            return;
        }
        on.ledger().changing(by.settled(), tenant, change -> {
            PhoneNumber known = required(change.tx(), number);
            // Anew, since another tenant's row decides, which no statement here can see.
            NumberStore.delete(change.tx(), number);
            if (!NumberStore.insert(change.tx(), known.confirmedBy(carrier, change.now()))) {
                throw taken("Another tenant has this number. Release it there first.");
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "number.confirm", number, Json.text(Map.of("carrier", carrier))));
        });
    }

    /** Another agent answers the number from now on; calls in progress keep theirs. */
    PhoneNumber answeredBy(Principal by, TenantId tenant, String number, String agent) {
        return on.ledger().change(by, proofOf(tenant, agent), change -> {
            PhoneNumber changed = NumberStore.find(change.tx(), number)
                    .orElseThrow(Numbers::unknown)
                    .answeredBy(agent, change.now());
            NumberStore.answeredBy(change.tx(), changed);
            written(by, change, changed, "number.update");
            return changed;
        });
    }

    /** Releases the number: no call is routed by it any more. Calls in progress go on. */
    void release(Principal by, TenantId tenant, String number) {
        on.ledger().changing(by, tenant, change -> {
            if (!NumberStore.delete(change.tx(), number)) {
                throw unknown();
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "number.release", number, "{}"));
        });
    }

    private static void written(Principal by, ChangeTx change, PhoneNumber number, String action) {
        change.raiseEpoch();
        String detail = Json.text(
                Map.of("agent", number.agentSlug(), "active", number.confirmed().isPresent()));
        change.append(Draft.of(by, change.now(), action, number.number(), detail));
    }

    /** Of the tenant's having that agent. */
    private Proof proofOf(TenantId tenant, String agent) {
        Snapshot snapshot = on.snapshots().of(tenant);
        on.snapshots().judge(snapshot, () -> Agents.required(snapshot, agent));
        return snapshot.proof();
    }

    private static Problem unknown() {
        return Problem.notFound("number");
    }
}
