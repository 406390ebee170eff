// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Facet;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The API keys of tenants, and those of operators, which belong to the platform. */
public final class ApiKeys {
    /** One of the tenant's keys, revoked or not; empty if there is no such key. */
    public static final Facet<KeyId, Optional<ApiKey>> KEY = new Facet<>("api key", ApiKeyStore::find);

    private final Ledger ledger;
    private final Idempotency idempotency;
    private final KeyRules rules;
    private final Clock clock;

    ApiKeys(Ledger ledger, Idempotency idempotency, KeyRules rules, Clock clock) {
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Creates a key for the tenant.
     *
     * @throws Problem {@code forbidden} if it would have a scope that {@code by} lacks; {@code key_already_shown} with the key's
     *     id if the same request made it before
     */
    public CreatedKey create(Principal by, TenantId tenant, NewApiKey wanted, Optional<IdempotencyKey> key) {
        return make(by, tenant, () -> rules.ofTenant(by, wanted, clock.instant()), key);
    }

    /** Creates an operator key; see {@link #create}. */
    public CreatedKey createOperator(Principal by, NewOperatorKey wanted, Optional<IdempotencyKey> key) {
        return make(by, TenantId.PLATFORM, () -> rules.operator(by, wanted, clock.instant()), key);
    }

    private CreatedKey make(
            Principal by, TenantId tenant, Supplier<ApiKey> wanted, Optional<IdempotencyKey> idempotencyKey) {
        if (!by.covers(tenant)) {
            throw Problem.notFound("tenant");
        }
        ApiKey key = wanted.get();
        return idempotency.once(
                by,
                tenant,
                idempotencyKey,
                change -> new Made<>(
                        add(by, change, key), Map.of("api_key", key.id().value())),
                ids -> {
                    String id = Objects.requireNonNull(ids.get("api_key"));
                    throw Problem.of(
                                    ErrorCode.KEY_ALREADY_SHOWN,
                                    "This request already created " + id
                                            + ". A key is shown only once: revoke it and create another.")
                            .field("api_key", id);
                });
    }

    private static CreatedKey add(Principal by, ChangeTx change, ApiKey key) {
        if (!change.tx().tenant().equals(TenantId.PLATFORM)) {
            Tenants.living(change.tx());
        }
        Secret text = KeyText.next(key.kind());
        byte[] bytes = text.reveal();
        ApiKeyStore.insert(change.tx(), key, KeyHash.of(bytes));
        Arrays.fill(bytes, (byte) 0);
        change.append(
                Draft.of(by, change.now(), action(change, "create"), key.id().value(), Json.text(AccessViews.of(key))));
        return new CreatedKey(key, text);
    }

    /** The tenant's keys, oldest first, including revoked ones; the cursor is the last one's id. */
    public Page<ApiKey> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> ApiKeyStore.page(tx, page));
    }

    /**
     * Revokes a key: once this returns, no node accepts it. Repeating it changes nothing.
     *
     * @throws Problem {@code not_found} if the tenant has no such key
     */
    public void revoke(Principal by, TenantId tenant, String id) {
        KeyId key = keyId(id);
        ledger.changing(by, tenant, change -> {
            if (!ApiKeyStore.revoke(change.tx(), key, change.now())) {
                throw Problem.notFound("API key");
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), action(change, "revoke"), key.value(), "{}"));
        });
    }

    /** Creates the first operator key, with every scope; empty if there already is a valid one. */
    public Optional<CreatedKey> bootstrap(Principal.SystemJob by) {
        boolean any = ledger.read(by, TenantId.PLATFORM, tx -> ApiKeyStore.anyWorks(tx, clock.instant()));
        if (any) {
            return Optional.empty();
        }
        NewOperatorKey all = new NewOperatorKey(
                "first operator", Arrays.stream(Scope.values()).map(Scope::wire).toList(), null);
        ApiKey key = rules.operator(by, all, clock.instant());
        try {
            return Optional.of(ledger.change(by, TenantId.PLATFORM, change -> {
                if (ApiKeyStore.anyWorks(change.tx(), change.now())) {
                    throw Problem.of(ErrorCode.CONFLICT, "Another process has already created the first operator key.");
                }
                return add(by, change, key);
            }));
        } catch (Problem conflict) {
            if (conflict.code() == ErrorCode.CONFLICT) {
                return Optional.empty();
            }
            throw conflict;
        }
    }

    private static String action(ChangeTx change, String verb) {
        return (change.tx().tenant().equals(TenantId.PLATFORM) ? "operator_key." : "api_key.") + verb;
    }

    private static KeyId keyId(String id) {
        try {
            return new KeyId(id);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("API key");
        }
    }
}
