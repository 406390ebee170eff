// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/**
 * Authenticates requests by API key. A principal carries the proof of the snapshot that admitted it; a refusal is given
 * only after reading the epoch again and finding it unchanged.
 */
public final class KeyAuthenticator implements Authenticator {
    private final KeyDirectory directory;
    private final Snapshots snapshots;
    private final Tenants tenants;
    private final LastUsed lastUsed;
    private final Clock clock;

    KeyAuthenticator(KeyDirectory directory, Snapshots snapshots, Tenants tenants, LastUsed lastUsed, Clock clock) {
        this.directory = directory;
        this.snapshots = snapshots;
        this.tenants = tenants;
        this.lastUsed = lastUsed;
        this.clock = clock;
    }

    @Override
    public Principal authenticate(Credentials credentials, String origin, String requestId) {
        String bearer = credentials.apiKey();
        KeyOwner owner =
                KeyText.hash(bearer).flatMap(directory::owner).orElseThrow(() -> unauthenticated(bearer.isEmpty()));
        Instant now = clock.instant();
        Principal principal = judged(owner, snapshot -> judge(snapshot, owner, origin, requestId, now));
        lastUsed.note(owner, now);
        return principal;
    }

    /** By the node's snapshot; where that is stale, in one transaction, so that no number of changes keeps a key out. */
    private Principal judged(KeyOwner owner, Function<Snapshot, Principal> judge) {
        Snapshot snapshot = snapshots.of(owner.tenant());
        try {
            return judge.apply(snapshot);
        } catch (StaleEpoch stale) {
            snapshots.drop(stale);
        } catch (Problem refusal) {
            Proof proof = snapshot.proof();
            if (directory.epoch(owner.tenant()) == proof.epoch()) {
                throw refusal;
            }
            snapshots.dropUpTo(proof.tenant(), proof.epoch());
        }
        return snapshots.now(owner.tenant(), judge);
    }

    private static Principal judge(Snapshot snapshot, KeyOwner owner, String origin, String requestId, Instant now) {
        ApiKey key = snapshot.get(ApiKeys.KEY, owner.key())
                .filter(known -> known.worksAt(now))
                .orElseThrow(() -> unauthenticated(false));
        TenantId tenant = owner.tenant();
        Proof proof = snapshot.proof();
        return switch (key.kind()) {
            case OPERATOR -> new Principal.Operator(key.id(), key.rights().scopes(), proof, requestId);
            case SECRET -> {
                requireActive(snapshot, tenant);
                yield new Principal.TenantKey(tenant, key.id(), key.rights().scopes(), proof, requestId);
            }
            case PUBLISHABLE -> {
                requireActive(snapshot, tenant);
                requireOrigin(key, origin);
                yield new Principal.PublishableKey(
                        tenant, key.id(), key.rights().agents(), proof, requestId);
            }
            case APP -> {
                requireActive(snapshot, tenant);
                requireNoPage(origin);
                yield new Principal.PublishableKey(
                        tenant, key.id(), key.rights().agents(), proof, requestId);
            }
        };
    }

    /** A deleted tenant's keys are treated as unknown. */
    private static void requireActive(Snapshot snapshot, TenantId id) {
        Tenant tenant = snapshot.get(Tenants.TENANT, id);
        if (tenant.status() == TenantStatus.DELETED) {
            throw unauthenticated(false);
        }
        tenant.requireActive();
    }

    private static void requireOrigin(ApiKey key, String origin) {
        if (!Origins.admit(key.rights().origins(), origin)) {
            throw Problem.of(
                    ErrorCode.ORIGIN_NOT_ALLOWED,
                    origin.isEmpty()
                            ? "A publishable key works only from a web page: the request has no Origin header. An app"
                                    + " that is no web page needs a key of the kind app."
                            : "This publishable key may not be used from this origin.");
        }
    }

    /** An app's key is no secret; at least no page of somebody else can use it. */
    private static void requireNoPage(String origin) {
        if (!origin.isEmpty()) {
            throw Problem.of(
                    ErrorCode.ORIGIN_NOT_ALLOWED,
                    "An app's key does not work from a web page: use a publishable key with the page's origin.");
        }
    }

    private static Problem unauthenticated(boolean none) {
        return Problem.of(
                ErrorCode.UNAUTHENTICATED,
                none ? "Send an API key: Authorization: Bearer sd_…" : "The API key is not valid.");
    }

    @Override
    public TenantId tenant(Principal by, String idOrSlug) {
        return switch (by) {
            case Principal.Operator operator -> tenants.named(by, idOrSlug);
            case Principal.SystemJob job -> tenants.named(by, idOrSlug);
            case Principal.TenantKey key -> own(key.tenant(), idOrSlug);
            case Principal.PublishableKey key -> own(key.tenant(), idOrSlug);
            case Principal.AppUser user -> own(user.tenant(), idOrSlug);
            case Principal.Visitor visitor -> own(visitor.tenant(), idOrSlug);
            case Principal.Sender sender -> own(sender.tenant(), idOrSlug);
        };
    }

    /** Id and slug never change, so every snapshot is right about them. */
    private TenantId own(TenantId tenant, String idOrSlug) {
        boolean named = idOrSlug.equals(tenant.value())
                || idOrSlug.equals(
                        snapshots.of(tenant).get(Tenants.TENANT, tenant).slug());
        if (!named) {
            throw Problem.notFound("tenant");
        }
        return tenant;
    }
}
