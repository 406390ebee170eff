// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.outbound.GuardedAddress;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to a tenant's webhook endpoints. */
final class Endpoints {
    /** How long the secret before a rotation signs as well. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private static final String ID = "webhook_endpoint";

    private final Foundation on;
    private final Egress egress;
    private final GuardedAddress guard;
    private final int most;

    Endpoints(Foundation on, Egress egress, int most) {
        this.on = on;
        this.egress = egress;
        this.guard = new GuardedAddress(egress);
        this.most = most;
    }

    /** What is wanted of an endpoint; what is null stays as it is, or gets its default. */
    record Wanted(
            @Nullable String url,
            @Nullable List<String> types,
            @Nullable String description,
            @Nullable Boolean enabled) {
        Wanted {
            types = types == null ? null : known(types);
        }
    }

    /** An endpoint with a secret that nobody has seen. */
    record Secretive(Endpoint endpoint, Secret secret) {}

    private static List<String> known(List<String> types) {
        for (String type : types) {
            if (EventType.of(type).isEmpty()) {
                throw Problem.invalid("types", "must be some of " + EventType.all() + "; or leave them out for all");
            }
        }
        return types.stream().distinct().sorted().toList();
    }

    /** Its address is looked up once more for each delivery. */
    private EndpointUrl permitted(TenantId tenant, String text) {
        EndpointUrl url = EndpointUrl.of(text, egress);
        guard.refuseForbidden(tenant, url.server(), "url");
        return url;
    }

    Secretive create(Principal by, TenantId tenant, String url, Wanted wanted, Optional<IdempotencyKey> key) {
        EndpointUrl target = permitted(tenant, url);
        return on.idempotency()
                .once(
                        by,
                        tenant,
                        key,
                        change -> {
                            Secretive made = create(by, change, target, wanted);
                            return new Made<>(made, Map.of(ID, made.endpoint().id()));
                        },
                        ids -> {
                            throw Problem.of(
                                    ErrorCode.KEY_ALREADY_SHOWN,
                                    "This request has already created " + ids.get(ID)
                                            + ". Its secret was shown once; rotate it to get another.");
                        });
    }

    private Secretive create(Principal by, ChangeTx change, EndpointUrl url, Wanted wanted) {
        Tenants.living(change.tx());
        if (EndpointStore.count(change.tx()) >= most) {
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "A tenant has at most " + most
                            + " webhook endpoints here. Delete one, or let one take more types.");
        }
        Endpoint endpoint = new Endpoint(
                Endpoint.newId(change.now()),
                new Endpoint.Target(url.text(), wanted.description() == null ? "" : wanted.description()),
                wanted.types() == null ? List.of() : wanted.types(),
                new Endpoint.Health(null, null),
                new Endpoint.Secrets(1, null),
                new Endpoint.Times(change.now(), change.now()),
                0);
        Secret secret = Signed.newSecret();
        EndpointStore.insert(change.tx(), endpoint, on.dataKeys().of(change.tx()), secret);
        note(by, change, endpoint, "create");
        return new Secretive(endpoint, secret);
    }

    Page<Endpoint> list(Principal by, TenantId tenant, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> EndpointStore.page(tx, page));
    }

    Endpoint get(Principal by, TenantId tenant, String id) {
        return on.ledger().read(by, tenant, tx -> required(tx, id));
    }

    /** What was still to be sent to one that is enabled again is sent. */
    Endpoint update(Principal by, TenantId tenant, String id, Wanted wanted) {
        String url =
                wanted.url() == null ? null : permitted(tenant, wanted.url()).text();
        return on.ledger().change(by, tenant, change -> {
            Endpoint before = required(change.tx(), id);
            Endpoint after = new Endpoint(
                    id,
                    new Endpoint.Target(
                            url == null ? before.target().url() : url,
                            wanted.description() == null ? before.target().description() : wanted.description()),
                    wanted.types() == null ? before.types() : wanted.types(),
                    before.health(),
                    before.secrets(),
                    new Endpoint.Times(before.times().createdAt(), change.now()),
                    before.pending());
            EndpointStore.update(change.tx(), after);
            turn(change, before, wanted.enabled());
            note(by, change, after, "update");
            return required(change.tx(), id);
        });
    }

    private static void turn(ChangeTx change, Endpoint before, @Nullable Boolean enabled) {
        if (enabled == null || enabled == before.isEnabled()) {
            return;
        }
        if (enabled) {
            EndpointStore.enable(change.tx(), before.id(), change.now());
        } else {
            EndpointStore.disable(change.tx(), before.id(), Endpoint.Why.BY_REQUEST, change.now());
        }
    }

    void delete(Principal by, TenantId tenant, String id) {
        on.ledger().changing(by, tenant, change -> {
            Endpoint endpoint = required(change.tx(), id);
            EndpointStore.delete(change.tx(), id);
            note(by, change, endpoint, "delete");
        });
    }

    /** A new secret; the one before signs as well for a day. */
    Secretive rotate(Principal by, TenantId tenant, String id) {
        return on.ledger().change(by, tenant, change -> {
            Endpoint before = required(change.tx(), id);
            Secret secret = Signed.newSecret();
            Instant until = change.now().plus(OVERLAP);
            EndpointStore.rotate(change.tx(), before, on.dataKeys().of(change.tx()), secret, until);
            note(by, change, before, "rotate_secret");
            return new Secretive(required(change.tx(), id), secret);
        });
    }

    /** What is needed to send something to it now, enabled or not. */
    Sender.Message message(Principal by, TenantId tenant, String id, EventView event) {
        return on.ledger().change(by, tenant, change -> {
            Endpoint endpoint = required(change.tx(), id);
            note(by, change, endpoint, "test");
            List<Secret> secrets =
                    EndpointStore.secrets(change.tx(), id, on.dataKeys().of(change.tx()), change.now());
            return new Sender.Message(
                    tenant, EndpointUrl.parsed(endpoint.target().url()), event, secrets);
        });
    }

    Page<Delivery> deliveries(
            Principal by, TenantId tenant, String id, Delivery.@Nullable State state, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> {
            required(tx, id);
            return DeliveryStore.page(tx, id, state, page);
        });
    }

    /** Makes a delivery once more, with the same id, as soon as the endpoint's turn comes. */
    Delivery redeliver(Principal by, TenantId tenant, String id, String event) {
        return on.ledger().change(by, tenant, change -> {
            Tx tx = change.tx();
            Endpoint endpoint = required(tx, id);
            if (DeliveryStore.find(tx, id, event).isEmpty()) {
                throw Problem.notFound("delivery");
            }
            if (!endpoint.isEnabled()) {
                throw Problem.of(ErrorCode.CONFLICT, "The endpoint is disabled. Enable it first: PATCH enabled=true.");
            }
            EndpointStore.wake(tx, id, change.now());
            DeliveryStore.again(tx, id, event, change.now());
            change.append(
                    Draft.of(by, change.now(), "webhook_endpoint.redeliver", id, Json.text(Map.of("event", event))));
            return DeliveryStore.find(tx, id, event).orElseThrow();
        });
    }

    private static Endpoint required(Tx tx, String id) {
        return EndpointStore.find(tx, id).orElseThrow(() -> Problem.notFound("webhook endpoint"));
    }

    /** Without the path and the query, which may hold a credential. */
    private static void note(Principal by, ChangeTx change, Endpoint endpoint, String did) {
        String host = EndpointUrl.parsed(endpoint.target().url()).toString();
        change.append(Draft.of(
                by,
                change.now(),
                "webhook_endpoint." + did,
                endpoint.id(),
                Json.text(Map.of("server", host, "types", endpoint.types()))));
    }
}
