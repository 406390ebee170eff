// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.AgentCall;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.db.Tx;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.SignedToken;
import dev.stagedoor.livekit.token.TokenInspector;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The door to tokens: each is recorded durably before it is returned (T1). */
public final class Tokens {
    private final Ledger ledger;
    private final Snapshots snapshots;
    private final Projects projects;
    private final AgentsForTokens agents;
    private final Evictions evictions;
    private final Clock clock;

    Tokens(
            Ledger ledger,
            Snapshots snapshots,
            Projects projects,
            AgentsForTokens agents,
            Evictions evictions,
            Clock clock) {
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.projects = projects;
        this.agents = agents;
        this.evictions = evictions;
        this.clock = clock;
    }

    /** How a token is asked for, and the fields of the request that say whose it is and which agents it names. */
    private enum Way {
        MINT(Evictions.READMITTING, "participant_identity", "room_config.agents.agent_name"),
        CALL(Evictions.READMITTING, "user_id", "agent_slug"),
        REFRESH("token.refresh", "token", "token");

        private final String action;
        private final String identityField;
        private final String agentField;

        Way(String action, String identityField, String agentField) {
            this.action = action;
            this.identityField = identityField;
            this.agentField = agentField;
        }
    }

    /**
     * A signed token for a call's user, which may be returned only after the change with {@code entry} has committed.
     */
    public record UserToken(
            String serverUrl,
            String jwt,
            Instant expiresAt,
            Duration life,
            long credentialVersion,
            Draft entry,
            Cost cost) {
        /** Without the token. */
        @Override
        public String toString() {
            return "UserToken[expiresAt=" + expiresAt + "]";
        }
    }

    /** A signed token that has not been returned yet. */
    private record Prepared(
            Tenant tenant,
            Project project,
            TokenPlan plan,
            AgentsForTokens.@Nullable Order order,
            SignedToken signed,
            Draft entry) {
        Cost cost() {
            return Cost.token(signed.expiresAt());
        }

        MintedToken given(List<AgentCall> calls) {
            return new MintedToken(
                    project.url().ws(),
                    signed.jwt(),
                    plan.room(),
                    plan.participant().name(),
                    signed.expiresAt(),
                    calls);
        }
    }

    /**
     * A token for a participant, for the tenant's own project.
     *
     * @throws Problem naming the field that the policy does not allow; {@code user_revoked}, {@code
     *     credential_missing}, {@code budget_exhausted}, {@code audit_unavailable}
     */
    public MintedToken mint(Principal by, TenantId tenant, TokenWish wish) {
        try {
            return mint(by, tenant, wish, null);
        } catch (AgentsForTokens.OtherVersion running) {
            return mintAgain(by, tenant, wish, running.version());
        }
    }

    /** The room's call uses an older version of the credential, so its token must too (I2). */
    private MintedToken mintAgain(Principal by, TenantId tenant, TokenWish wish, long version) {
        try {
            return mint(by, tenant, wish, version);
        } catch (AgentsForTokens.OtherVersion moved) {
            throw Problem.of(ErrorCode.BUSY, "The call in that room has just changed. Try again.");
        }
    }

    private MintedToken mint(Principal by, TenantId tenant, TokenWish wish, @Nullable Long version) {
        Snapshot snapshot = snapshots.of(tenant);
        Prepared prepared = snapshots.judge(snapshot, () -> {
            Tenant known = snapshot.get(Tenants.TENANT, tenant).requireActive();
            TokenPlan plan = TokenPlanner.plan(by, known, wish, clock.instant());
            Project project =
                    version == null ? projectFor(by, snapshot, plan.room()) : projects.version(snapshot, version);
            return prepare(by, snapshot, project, plan, Way.MINT);
        });
        return prepared.given(give(by, snapshot, prepared));
    }

    /** By the version of the room's call (I2), and by the active one where there is no call. */
    private Project projectFor(Principal by, Snapshot snapshot, String room) {
        Project active = projects.active(snapshot);
        if (!projects.hasSeveral(snapshot)) {
            return active;
        }
        return ledger.read(by, snapshot.tenant(), tx -> agents.versionIn(tx, room, clock.instant()))
                .filter(running -> projects.usable(snapshot, running))
                .map(running -> projects.version(snapshot, running))
                .orElse(active);
    }

    /** The project by that version of its credential; null for the active one. */
    private Project project(Snapshot snapshot, @Nullable Long version) {
        return version == null ? projects.active(snapshot) : projects.version(snapshot, version);
    }

    /**
     * A new token for one of this tenant's that has not expired (T3): the same identity, room and grants, minus what
     * the policy no longer allows; with the same credential version, since the room is on its server (I2).
     *
     * @throws Problem {@code participant_removed} if its holder was removed from the room and has not been granted a
     *     token for it since; and as {@link #mint}
     */
    public MintedToken refresh(Principal by, TenantId tenant, String token) {
        Snapshot snapshot = snapshots.of(tenant);
        Prepared prepared = snapshots.judge(snapshot, () -> {
            Tenant known = snapshot.get(Tenants.TENANT, tenant).requireActive();
            Projects.Proven old = projects.verify(snapshot, token);
            TokenPlan plan = RefreshPlanner.plan(known, old.verdict(), clock.instant());
            RefreshPlanner.requireStorable(token);
            return prepare(by, snapshot, projects.version(snapshot, old.by()), plan, Way.REFRESH);
        });
        long version = prepared.project().version();
        // The change proves the snapshot, so that one which is active in it is not draining then.
        boolean drains = snapshots.judge(snapshot, () -> !projects.isActive(snapshot, version));
        try {
            return prepared.given(record(by, snapshot, prepared, tx -> {
                requireStillThere(tx, prepared);
                if (drains) {
                    projects.signed(tx, version, prepared.signed().expiresAt());
                }
            }));
        } catch (AgentsForTokens.OtherVersion moved) {
            throw Problem.of(ErrorCode.CONFLICT, "The room has moved to another LiveKit server. Ask for a new token.");
        }
    }

    /** In the change that records the token, so that no removal comes between: a refresh readmits nobody (T4). */
    private void requireStillThere(Tx tx, Prepared prepared) {
        String room = prepared.plan().room();
        Evictions.Place place = new Evictions.Place(room, prepared.project().server());
        if (evictions.keepsOut(tx, place, prepared.plan().identity())) {
            throw Problem.of(ErrorCode.PARTICIPANT_REMOVED, "This participant was removed from the room.");
        }
        long version = prepared.project().version();
        agents.versionIn(tx, room, clock.instant())
                .filter(running -> running != version)
                .ifPresent(running -> {
                    throw new AgentsForTokens.OtherVersion(running);
                });
    }

    /** What a token claims and whether it is valid. Grants nothing, and does not return the token. */
    public Inspected inspect(Principal by, TenantId tenant, String token) {
        ledger.read(by, tenant, Tx::epoch);
        Snapshot snapshot = snapshots.of(tenant);
        String slug = snapshot.get(Tenants.TENANT, tenant).slug();
        Verification verdict = projects.verify(snapshot, token).verdict();
        return new Inspected(slug, new TokenInspector(clock).inspect(token), verdict, clock.instant());
    }

    /** What the user of a call may do in its room. */
    public enum Rights {
        /** All that the tenant's policy grants. */
        POLICY,
        /** Of that, to speak and to listen, and to enter within two minutes: for whoever speaks on the user's behalf. */
        VOICE,
        /** Of that, to speak, listen and send data for an hour, under an identity that only phone callers have. */
        CALLER
    }

    /**
     * How the user of a call takes part.
     *
     * @param name     what others see; null for the user's id
     * @param metadata of the participant
     */
    public record Seat(
            Rights rights, @Nullable String name, @Nullable String metadata) {
        /** With all that the policy grants. */
        public static final Seat POLICY = new Seat(Rights.POLICY, null, null);

        /** For whoever speaks on the user's behalf. */
        public static final Seat VOICE = new Seat(Rights.VOICE, null, null);

        /** For a phone caller. */
        public static Seat caller(String name, String metadata) {
            return new Seat(Rights.CALLER, name, metadata);
        }
    }

    /**
     * The user, room and credential version (null for the active one) of a token, how its holder takes part, and the agent whom they
     * talk to.
     */
    public record Wanted(
            String room, String userId, @Nullable Long version, Seat seat, String agentSlug) {}

    /**
     * A token for the user of a call, with the policy's grants. The caller appends its entry.
     *
     * @throws Problem {@code user_revoked}, {@code credential_missing}
     */
    public UserToken forUser(Principal by, Snapshot snapshot, Wanted wanted) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
        TokenPlan plan = switch (wanted.seat().rights()) {
            case POLICY -> TokenPlanner.forUser(tenant, wanted.room(), wanted.userId());
            case VOICE -> TokenPlanner.forVoice(tenant, wanted.room(), wanted.userId());
            case CALLER -> TokenPlanner.forCaller(tenant, wanted.room(), wanted.userId(), wanted.seat());
        };
        Prepared prepared =
                prepare(by, snapshot, project(snapshot, wanted.version()), plan, Way.CALL, wanted.agentSlug());
        return new UserToken(
                prepared.project().url().ws(),
                prepared.signed().jwt(),
                prepared.signed().expiresAt(),
                plan.ttl(),
                prepared.project().version(),
                prepared.entry(),
                prepared.cost());
    }

    private Prepared prepare(Principal by, Snapshot snapshot, Project project, TokenPlan asked, Way way) {
        return prepare(by, snapshot, project, asked, way, null);
    }

    private Prepared prepare(
            Principal by, Snapshot snapshot, Project project, TokenPlan asked, Way way, @Nullable String agent) {
        AppUsers.requireNotRevoked(snapshot, asked.identity());
        if (agents.isAgent(snapshot, asked.room(), asked.identity())) {
            throw Problem.invalid(way.identityField, "is the identity of an agent that is in the room");
        }
        AgentsForTokens.Order order = order(by, snapshot, project, asked, way);
        TokenPlan plan = order == null ? asked : asked.carrying(order.agents());
        Instant now = clock.instant();
        SignedToken signed = sign(project, plan, way, now);
        Draft entry = Draft.of(by, now, way.action, plan.identity(), detail(project, plan, signed, agent));
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant());
        return new Prepared(tenant, project, plan, order, signed, entry);
    }

    private AgentsForTokens.@Nullable Order order(
            Principal by, Snapshot snapshot, Project project, TokenPlan asked, Way way) {
        if (asked.agents().isEmpty()) {
            return null;
        }
        AgentFields.require(project, asked.agents());
        return agents.check(by, snapshot, asked.agents(), way.agentField);
    }

    /** Each text is within its limit; all of them together must fit a token. */
    private static SignedToken sign(Project project, TokenPlan plan, Way way, Instant now) {
        AccessToken token = plan.token();
        try {
            return project.signer().sign(token, now);
        } catch (IllegalArgumentException tooLong) {
            String field = way == Way.REFRESH ? "token" : plan.longestText();
            throw Problem.invalid(field, String.valueOf(tooLong.getMessage()));
        }
    }

    /** Records the token; afterwards it may leave. Returns the calls of its agents. */
    private List<AgentCall> give(Principal by, Snapshot snapshot, Prepared prepared) {
        if (prepared.order() != null) {
            return record(by, snapshot, prepared, tx -> {});
        }
        Budget budget = prepared.tenant().policy().budget();
        ledger.append(by, new Grant(snapshot.proof(), prepared.entry(), prepared.cost(), budget));
        return List.of();
    }

    /** The same in a change of its own, which {@code guard} may refuse. */
    private List<AgentCall> record(Principal by, Snapshot snapshot, Prepared prepared, Consumer<Tx> guard) {
        AgentsForTokens.Order order = prepared.order();
        AgentsForTokens.Place place = new AgentsForTokens.Place(
                prepared.plan().room(),
                prepared.plan().identity(),
                prepared.signed().expiresAt(),
                prepared.project().version());
        return ledger.change(by, snapshot.proof(), change -> {
            guard.accept(change.tx());
            change.append(
                    prepared.entry(),
                    prepared.cost(),
                    prepared.tenant().policy().budget());
            return order == null ? List.of() : order.reserve(change, place);
        });
    }

    private static String detail(Project project, TokenPlan plan, SignedToken signed, @Nullable String agent) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("jti", signed.id());
        detail.put("room", plan.room());
        detail.put("expires_at", signed.expiresAt());
        detail.put("credential_version", project.version());
        detail.put("grants", Grants.words(plan.grant()));
        if (agent != null) {
            detail.put("agent", agent);
        }
        return Json.text(detail);
    }
}
