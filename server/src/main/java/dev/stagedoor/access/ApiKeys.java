// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The API keys of tenants, and those of operators, which belong to the platform. */
public final class ApiKeys {
    /** One of the tenant's keys, revoked or not; empty if there is no such key. */
    public static final Facet<KeyId, Optional<ApiKey>> KEY = new Facet<>("api key", ApiKeyStore::find);

    private final Ledger ledger;
    private final Database database;
    private final Idempotency idempotency;
    private final KeyRules rules;
    private final Clock clock;

    ApiKeys(Foundation on, KeyRules rules) {
        this.ledger = on.ledger();
        this.database = on.database();
        this.idempotency = on.idempotency();
        this.rules = rules;
        this.clock = on.clock();
    }

    /** Whether that snapshot has such a key, and it works then: what a key opened ends with it (K1). */
    public static boolean isWorking(Snapshot snapshot, KeyId id, Instant now) {
        return snapshot.get(KEY, id).filter(key -> key.worksAt(now)).isPresent();
    }

    /** Now, and since when a key is old. */
    public record Times(Instant now, Instant old) {}

    /** A key that its tenant is to be told of. */
    public record Aged(
            KeyId keyId, Instant createdAt, @Nullable Instant expiresAt) {}

    /** Tenants after that id with keys that expire before long or are old; never the platform. */
    public static List<TenantId> tenantsToRemind(Handle poller, Times times, String after, int limit) {
        return KeyReminderStore.tenants(poller, times, after, limit);
    }

    /** Those that expire before long; none of them again for the same reason. */
    public static List<Aged> takeExpiring(Tx tx, Times times) {
        return KeyReminderStore.takeExpiring(tx, times);
    }

    /** Those that are old; none of them again before they are twice as old. */
    public static List<Aged> takeOld(Tx tx, Times times) {
        return KeyReminderStore.takeOld(tx, times);
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
        Optional<ApiKey> operator = operator(by, tenant);
        return idempotency.once(
                by,
                tenant,
                idempotencyKey,
                change -> {
                    Optional<ApiKey> maker =
                            operator.or(() -> own(by).flatMap(id -> ApiKeyStore.find(change.tx(), id)));
                    ApiKey made = maker.map(from -> KeyFamilies.made(change.tx(), from, key))
                            .orElse(key)
                            .withUsualLimit(KeyRules.usualLimit(key.kind()));
                    return new Made<>(
                            add(by, change, made, "create"),
                            Map.of("api_key", key.id().value()));
                },
                ids -> {
                    String id = Objects.requireNonNull(ids.get("api_key"));
                    throw Problem.of(
                                    ErrorCode.KEY_ALREADY_SHOWN,
                                    "This request already created " + id
                                            + ". A key is shown only once: revoke it and create another.")
                            .field("api_key", id);
                });
    }

    /** The key of an operator who makes a tenant's key: it is the platform's, so it is read before. */
    private Optional<ApiKey> operator(Principal by, TenantId tenant) {
        return by instanceof Principal.Operator operator && !tenant.equals(TenantId.PLATFORM)
                ? ledger.read(by, TenantId.PLATFORM, tx -> ApiKeyStore.find(tx, operator.key()))
                : Optional.empty();
    }

    /** The key by which {@code by} acts. */
    private static Optional<KeyId> own(Principal by) {
        return switch (by) {
            case Principal.Operator operator -> Optional.of(operator.key());
            case Principal.TenantKey key -> Optional.of(key.key());
            case Principal.PublishableKey key -> Optional.of(key.key());
            case Principal.AppUser user -> Optional.empty();
            case Principal.Visitor visitor -> Optional.empty();
            case Principal.Sender sender -> Optional.empty();
            case Principal.SystemJob job -> Optional.empty();
        };
    }

    private static CreatedKey add(Principal by, ChangeTx change, ApiKey key, String verb) {
        if (!change.tx().tenant().equals(TenantId.PLATFORM)) {
            Tenants.living(change.tx());
        }
        Secret text = KeyText.next(key.kind());
        byte[] bytes = text.reveal();
        ApiKeyStore.insert(change.tx(), key, KeyHash.of(bytes));
        Arrays.fill(bytes, (byte) 0);
        change.append(
                Draft.of(by, change.now(), action(change, verb), key.id().value(), Json.text(AccessViews.of(key))));
        return new CreatedKey(key, text);
    }

    /** The tenant's keys, oldest first, including revoked ones; the cursor is the last one's id. */
    public Page<ApiKey> list(Principal by, TenantId tenant, Page.Request page) {
        return ledger.read(by, tenant, tx -> ApiKeyStore.page(tx, page));
    }

    /**
     * Replaces the given fields of a key that was not revoked; they apply from the next request on, on every node.
     *
     * @throws Problem {@code not_found}; {@code forbidden} if {@code by} may not give it that
     */
    public ApiKey update(Principal by, TenantId tenant, String id, ApiKeyChange named) {
        KeyId key = keyId(id);
        return ledger.change(by, tenant, change -> {
            ApiKey before = ApiKeyStore.find(change.tx(), key)
                    .filter(known -> known.life().revokedAt() == null)
                    .orElseThrow(() -> Problem.notFound("API key"));
            ApiKey after = rules.changed(by, before, named);
            KeyFamilies.requireMayLimit(change.tx(), by, before, after);
            ApiKeyStore.update(change.tx(), after);
            KeyFamilies.share(change.tx(), before, after);
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), action(change, "update"), key.value(), Json.text(named)));
            return after;
        });
    }

    /**
     * Revokes a key: once this returns, no node accepts it. The keys that it made go on, as a key is often replaced by
     * one that it made. Repeating it changes nothing.
     *
     * @throws Problem {@code not_found} if the tenant has no such key; {@code conflict} if no operator could create keys
     *     any more
     */
    public void revoke(Principal by, TenantId tenant, String id) {
        KeyId key = keyId(id);
        ledger.changing(by, tenant, change -> revoke(by, change, List.of(key)));
    }

    /**
     * Revokes a key and all that descend from it: those it made, those that they made, and of an operator's key the keys
     * of tenants as well, tenant by tenant. If that is interrupted, repeat it.
     *
     * @throws Problem as {@link #revoke}
     */
    public void revokeTree(Principal by, TenantId tenant, String id) {
        KeyId root = keyId(id);
        List<KeyId> revoked = ledger.change(by, tenant, change -> {
            List<KeyId> tree = new ArrayList<>(List.of(root));
            tree.addAll(ApiKeyStore.descendants(change.tx(), tree));
            revoke(by, change, tree);
            return tree;
        });
        if (tenant.equals(TenantId.PLATFORM)) {
            revokeMade(by.settled(), revoked);
        }
    }

    private void revokeMade(Principal by, List<KeyId> makers) {
        for (TenantId tenant : database.directory(handle -> KeyDirectoryStore.madeFor(handle, makers))) {
            boolean any = ledger.read(
                    by, tenant, tx -> !ApiKeyStore.descendants(tx, makers).isEmpty());
            if (any) {
                ledger.changing(by, tenant, change -> revoke(by, change, ApiKeyStore.descendants(change.tx(), makers)));
            }
        }
    }

    /** Revokes these keys; the first is the one that was named. */
    private static void revoke(Principal by, ChangeTx change, List<KeyId> keys) {
        boolean platform = change.tx().tenant().equals(TenantId.PLATFORM);
        boolean before = platform && ApiKeyStore.anyMakesKeys(change.tx(), change.now());
        for (KeyId key : keys) {
            if (!ApiKeyStore.revoke(change.tx(), key, change.now())) {
                throw Problem.notFound("API key");
            }
            change.append(Draft.of(by, change.now(), action(change, "revoke"), key.value(), "{}"));
        }
        if (before && !ApiKeyStore.anyMakesKeys(change.tx(), change.now())) {
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "Then no operator could create keys any more. Create another operator key with keys:write first;"
                            + " if this one is lost or stolen, run stagedoor operator-keys recover on the database host.");
        }
        change.raiseEpoch();
    }

    /** Creates an operator key with every scope, for whoever has the database and the master key and lost the others. */
    public CreatedKey recover(Principal.SystemJob by) {
        ApiKey key = rules.operator(by, everything("recovered operator"), clock.instant());
        return ledger.change(by, TenantId.PLATFORM, change -> add(by, change, key, "recover"));
    }

    private static NewOperatorKey everything(String name) {
        return new NewOperatorKey(
                name, Arrays.stream(Scope.values()).map(Scope::wire).toList(), null);
    }

    /** Creates the first operator key, with every scope; empty if there already is a valid one. */
    public Optional<CreatedKey> bootstrap(Principal.SystemJob by) {
        boolean any = ledger.read(by, TenantId.PLATFORM, tx -> ApiKeyStore.anyWorks(tx, clock.instant()));
        if (any) {
            return Optional.empty();
        }
        ApiKey key = rules.operator(by, everything("first operator"), clock.instant());
        try {
            return Optional.of(ledger.change(by, TenantId.PLATFORM, change -> {
                if (ApiKeyStore.anyWorks(change.tx(), change.now())) {
                    throw Problem.of(ErrorCode.CONFLICT, "Another process has already created the first operator key.");
                }
                return add(by, change, key, "create");
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
