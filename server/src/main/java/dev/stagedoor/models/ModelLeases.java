// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.access.ApiKeys;
import dev.stagedoor.access.CurrentState;
import dev.stagedoor.access.Epochs;
import dev.stagedoor.access.KeyHash;
import dev.stagedoor.access.TokenDirectory;
import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.budgets.Budgets;
import dev.stagedoor.claude.Lease;
import dev.stagedoor.claude.Profiles;
import dev.stagedoor.db.Facet;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to model leases. */
final class ModelLeases {
    private static final Facet<String, Optional<ModelLease>> LEASE = new Facet<>("model lease", ModelLeaseStore::find);

    /** How long a lease that has ended can still be found in the database. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final Foundation on;
    private final Profiles profiles;
    private final LeaseDirectory directory;
    private final CurrentState current;
    private final ModelsConfig config;

    /**
     * What a lease is wanted for.
     *
     * @param user     empty for the tenant itself
     * @param profile  instead of the selected one
     * @param ttl      null for the usual time
     * @param dispatch the dispatch of the worker that asks; empty for none
     */
    record Wanted(
            String agent,
            String user,
            @Nullable String profile,
            @Nullable Duration ttl,
            String dispatch) {}

    /** A new lease and its text. */
    record Issued(ModelLease lease, Secret text) {}

    /**
     * A lease that may be used now, with the credential that it stands for.
     *
     * @param limited whether the tenant or the profile has a budget
     */
    record Usable(ModelLease lease, Lease credential, boolean limited, Principal.Sender holder) {}

    ModelLeases(Foundation on, Profiles profiles, ModelsConfig config) {
        this.on = on;
        this.profiles = profiles;
        this.directory = new LeaseDirectory(on.database());
        this.current = new CurrentState(on.snapshots(), new Epochs(on.database()));
        this.config = config;
    }

    /**
     * Issues a lease.
     *
     * @throws Problem {@code not_found} for an unknown agent; {@code invalid_request} if it names no model; {@code
     *     no_profile_selected} and what else {@link Profiles#selected} says
     */
    Issued issue(Principal by, TenantId tenant, Wanted wanted) {
        Snapshot snapshot = on.snapshots().of(tenant);
        ModelLease.Subject subject = on.snapshots().judge(snapshot, () -> subject(snapshot, wanted));
        Secret text = LeaseDirectory.TEXT.next();
        KeyHash hash = LeaseDirectory.TEXT.hash(text.revealText()).orElseThrow();
        return on.ledger().change(by, snapshot.proof(), change -> {
            Instant now = change.now();
            ModelLease lease = new ModelLease(
                    Ids.next("lease", now),
                    subject,
                    maker(by, wanted.dispatch()),
                    new ModelLease.Life(now, now.plus(life(wanted.ttl())), null));
            ModelLeaseStore.forget(change.tx(), now.minus(KEPT));
            ModelLeaseStore.insert(change.tx(), lease, hash);
            change.append(Draft.of(by, now, "model_lease.create", lease.id(), detail(lease)));
            return new Issued(lease, text);
        });
    }

    private ModelLease.Subject subject(Snapshot snapshot, Wanted wanted) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
        Agent agent = snapshot.get(Agents.AGENT, wanted.agent()).orElseThrow(() -> Problem.notFound("agent"));
        tenant.policy().requireAgent(agent.slug(), "agent");
        String model = agent.persona().model();
        if (model == null || model.isBlank()) {
            throw Problem.invalid("model", "the agent's definition names no model");
        }
        if (!agent.enabled()) {
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "This agent is disabled.");
        }
        AppUsers.requireNotRevoked(snapshot, wanted.user());
        Lease credential = wanted.profile() == null
                ? profiles.selected(snapshot, wanted.user())
                : profiles.chosen(snapshot, wanted.profile(), wanted.user());
        requireKey(credential);
        return new ModelLease.Subject(agent.slug(), model, credential.profileId(), wanted.user());
    }

    private static void requireKey(Lease credential) {
        if (credential.isLogin()) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN,
                    "The profile " + credential.profileName()
                            + " is the login of a Claude plan, which is for its owner's own use. Agents need an API"
                            + " key.");
        }
    }

    private Duration life(@Nullable Duration asked) {
        Duration longest = config.longestLease();
        if (asked != null && asked.compareTo(longest) > 0) {
            throw Problem.invalid("ttl", "must not be longer than " + longest.toSeconds() + " seconds");
        }
        return asked == null ? (config.leaseTime().compareTo(longest) > 0 ? longest : config.leaseTime()) : asked;
    }

    private static ModelLease.Maker maker(Principal by, String dispatch) {
        return switch (by) {
            case Principal.TenantKey key -> new ModelLease.Maker(key.key().value(), false, dispatch);
            case Principal.Operator operator ->
                new ModelLease.Maker(operator.key().value(), true, dispatch);
            default -> new ModelLease.Maker("", false, dispatch);
        };
    }

    private static String detail(ModelLease lease) {
        return Json.text(Map.of(
                "agent", lease.subject().agent(),
                "model", lease.subject().model(),
                "profile", lease.subject().profileId(),
                "expires_at", lease.life().expiresAt().toString()));
    }

    /** Revokes one for good: calls in progress end within a second (K2). */
    void revoke(Principal by, TenantId tenant, String id) {
        on.ledger().changing(by, tenant, change -> {
            if (!ModelLeaseStore.revoke(change.tx(), id, change.now())) {
                throw Problem.notFound("model lease");
            }
            change.raiseEpoch();
            change.append(Draft.of(by, change.now(), "model_lease.revoke", id, "{}"));
        });
    }

    /** Whose lease that text is, judged by the tenant's state as it is now (T4); {@code unauthenticated} and the like. */
    Usable usable(String text, String requestId) {
        TokenDirectory.Owner owner = directory.owner(text).orElseThrow(ModelLeases::invalid);
        Usable usable = current.judge(owner.tenant(), snapshot -> judge(snapshot, owner.id(), requestId));
        requireDispatch(owner.tenant(), usable.lease().maker().dispatch());
        return usable;
    }

    /** A worker's lease ends with its dispatch, whose end raises no epoch: it is looked up for each call (K2). */
    private void requireDispatch(TenantId tenant, String dispatch) {
        if (!dispatch.isEmpty() && !directory.isLive(tenant, dispatch)) {
            throw Problem.of(ErrorCode.UNAUTHENTICATED, "The agent's dispatch has ended, and its model lease with it.");
        }
    }

    /** The same again for a request that was admitted a moment ago. */
    Usable usable(Principal.Sender holder) {
        String id = holder.name().substring(holder.name().indexOf('/') + 1);
        Snapshot admitting = on.snapshots().of(holder.tenant());
        if (admitting.proof().equals(holder.proof())) {
            return on.snapshots().judge(admitting, () -> judge(admitting, id, holder.requestId()));
        }
        return current.judge(holder.tenant(), snapshot -> judge(snapshot, id, holder.requestId()));
    }

    private Usable judge(Snapshot snapshot, String id, String requestId) {
        Instant now = on.clock().instant();
        ModelLease lease =
                snapshot.get(LEASE, id).filter(one -> one.worksAt(now)).orElseThrow(ModelLeases::invalid);
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        if (tenant.status() == TenantStatus.DELETED) {
            throw invalid();
        }
        tenant.requireActive();
        requireMaker(snapshot, lease.maker(), now);
        Agent agent = snapshot.get(Agents.AGENT, lease.subject().agent())
                .filter(one -> one.enabled()
                        && lease.subject().model().equals(one.persona().model()))
                .orElseThrow(
                        () -> Problem.of(ErrorCode.FORBIDDEN, "The lease's agent has changed. Get another lease."));
        tenant.policy().requireAgent(agent.slug(), "agent");
        AppUsers.requireNotRevoked(snapshot, lease.subject().userId());
        Lease credential = profiles.lease(snapshot, lease.subject().profileId());
        Principal.Sender holder =
                new Principal.Sender(snapshot.tenant(), "lease/" + lease.id(), snapshot.proof(), requestId);
        return new Usable(lease, credential, snapshot.get(Budgets.LIMITED, credential.profileId()), holder);
    }

    private void requireMaker(Snapshot snapshot, ModelLease.Maker maker, Instant now) {
        if (maker.key().isEmpty()) {
            return;
        }
        Snapshot where = maker.operator() ? current.proven(TenantId.PLATFORM) : snapshot;
        if (!ApiKeys.isWorking(where, new KeyId(maker.key()), now)) {
            throw invalid();
        }
    }

    private static Problem invalid() {
        return Problem.of(ErrorCode.UNAUTHENTICATED, "The model lease is not valid.");
    }
}
