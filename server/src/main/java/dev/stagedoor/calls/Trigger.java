package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.api.calls.CallMode;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Cost;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Grant;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.idempotency.Made;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.Policy;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.tokens.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts a call, as ARCHITECTURE.md walks through it: everything is judged by one snapshot and written in one transaction
 * that proves it; only then does one call to LiveKit create the room and its agent.
 */
final class Trigger {
    private final CallsModule.Ground on;
    private final Tokens tokens;
    private final CallsConfig config;

    Trigger(CallsModule.Ground on, Tokens tokens, CallsConfig config) {
        this.on = on;
        this.tokens = tokens;
        this.config = config;
    }

    /** A call that was started, or joined if one with that agent was under way in the room (then by its credential, I2). */
    record Started(String callId, Tokens.UserToken token, Dispatches.Requested dispatch) {
        Map<String, String> ids() {
            return Map.of("call", callId, "dispatch", dispatch.dispatch().id().value());
        }
    }

    /** The room has its agent by another version of the credential than the token was made with: undone, made anew. */
    private static final class OtherVersion extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long version;

        OtherVersion(long version) {
            super("the call under way is by version " + version, null, false, false);
            this.version = version;
        }
    }

    private record Judged(Tenant tenant, Agent agent, String room, Tokens.UserToken token) {}

    /** Starts a call; the same request with the same key again is given the same call, with a token of its own. */
    Started start(Principal by, TenantId tenant, TriggerRequest request, Optional<IdempotencyKey> key) {
        try {
            return start(by, tenant, request, key, null);
        } catch (OtherVersion running) {
            return start(by, tenant, request, key, running.version);
        }
    }

    private Started start(
            Principal by,
            TenantId tenant,
            TriggerRequest request,
            Optional<IdempotencyKey> key,
            @Nullable Long version) {
        Snapshot snapshot = on.snapshots().of(tenant);
        Judged judged = on.snapshots().judge(snapshot, () -> judge(by, snapshot, request, version));
        return on.idempotency()
                .once(
                        by,
                        tenant,
                        key,
                        change -> {
                            change.tx().require(snapshot.proof());
                            Started started = write(by, change, judged, request);
                            if (version != null && started.dispatch().isNew()) {
                                throw Problem.of(ErrorCode.BUSY, "The call in that room has just ended. Try again.");
                            }
                            return new Made<>(started, started.ids());
                        },
                        ids -> again(by, snapshot, request, ids));
    }

    /** Tokens are not kept, so one is minted anew, and is an entry of its own. */
    private Started again(Principal by, Snapshot snapshot, TriggerRequest request, Map<String, String> ids) {
        DispatchId id = new DispatchId(Objects.requireNonNull(ids.get("dispatch")));
        Dispatch dispatch = on.dispatches().get(by, snapshot.tenant(), id);
        Policy policy = snapshot.get(Tenants.TENANT, snapshot.tenant()).policy();
        Tokens.Wanted wanted = new Tokens.Wanted(
                dispatch.spec().room(), request.userId(), dispatch.spec().credentialVersion());
        Tokens.UserToken token = tokens.forUser(by, snapshot, wanted);
        on.ledger().append(by, new Grant(snapshot.proof(), token.entry(), token.cost(), policy.budget()));
        String call = Objects.requireNonNull(ids.get("call"));
        return new Started(
                call,
                token,
                new Dispatches.Requested(
                        dispatch, false, false, snapshot.proof().epoch()));
    }

    private Judged judge(Principal by, Snapshot snapshot, TriggerRequest request, @Nullable Long version) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
        Agent agent = snapshot.get(Agents.AGENT, request.agentSlug())
                .orElseThrow(() -> Problem.invalid("agent_slug", "is not one of the tenant's agents"));
        tenant.policy().requireAgent(agent.slug(), "agent_slug");
        if (!agent.enabled()) {
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "agent_slug: this agent is disabled")
                    .field("agent_slug", "this agent is disabled");
        }
        String name = request.roomName() == null
                ? CallId.next(on.clock().instant()).value().replace('_', '-')
                : request.roomName();
        String room = RoomNames.onWire(tenant.slug(), "room_name", name);
        Tokens.UserToken token = tokens.forUser(by, snapshot, new Tokens.Wanted(room, request.userId(), version));
        return new Judged(tenant, agent, room, token);
    }

    private Started write(Principal by, ChangeTx change, Judged judged, TriggerRequest request) {
        Instant now = change.now();
        CallMode mode = Objects.requireNonNullElse(request.mode(), CallMode.VOICE);
        CallId id = CallId.next(now);
        Dispatches.Requested requested = on.dispatches().request(change, spec(judged, request, id, mode, now));
        long version = requested.dispatch().spec().credentialVersion();
        if (version != judged.token().credentialVersion()) {
            throw new OtherVersion(version);
        }
        change.append(
                judged.token().entry(),
                judged.token().cost(),
                judged.tenant().policy().budget());
        String running = requested.isNew() ? null : requested.dispatch().spec().callId();
        if (running != null) {
            return new Started(running, judged.token(), requested);
        }
        // A room whose agent came with a token has no call yet: it gets one, which is settled when the room closes.
        Call call = call(judged, request, id, mode, now);
        CallStore.insert(change.tx(), call, now.plus(config.look()));
        Cost cost = Cost.openCall(call.reserved()).plus(requested.isNew() ? Cost.dispatch() : Cost.NONE);
        String detail = Json.text(Map.of(
                "agent", judged.agent().slug(),
                "room", judged.room(),
                "user", request.userId(),
                "dispatch", requested.dispatch().id().value(),
                "credential_version", judged.token().credentialVersion()));
        Draft entry = Draft.of(by, now, "call.trigger", id.value(), detail);
        change.append(entry, cost, judged.tenant().policy().budget());
        return new Started(id.value(), judged.token(), requested);
    }

    private static Call call(Judged judged, TriggerRequest request, CallId id, CallMode mode, Instant now) {
        Duration longest = judged.agent().maxCall();
        return new Call(
                id,
                judged.agent().slug(),
                mode,
                request.userId(),
                judged.room(),
                request.sessionId(),
                request.conversationId(),
                judged.token().credentialVersion(),
                longest,
                now,
                now.plus(longest),
                null,
                null);
    }

    private DispatchSpec spec(Judged judged, TriggerRequest request, CallId id, CallMode mode, Instant now) {
        String told = AgentMetadata.of(
                id, judged.tenant().slug(), judged.agent(), request, mode.name().toLowerCase(Locale.ROOT));
        return new DispatchSpec(
                new DispatchSpec.Target(
                        judged.room(),
                        request.roomName() == null,
                        judged.agent().agentName(),
                        judged.agent().slug()),
                new DispatchSpec.Briefing(
                        told,
                        Json.text(Map.of(
                                "call_id", id.value(), "tenant", judged.tenant().slug())),
                        emptyTimeout(judged.token().life())),
                DispatchSpec.Schedule.from(now, on.timing().deadline()),
                judged.token().credentialVersion(),
                id.value());
    }

    /** Never shorter than the token's life, up to an hour: nobody arrives in a silent, re-created room. */
    private Duration emptyTimeout(Duration tokenLife) {
        return tokenLife.compareTo(config.roomsWait()) > 0 ? config.roomsWait() : tokenLife;
    }
}
