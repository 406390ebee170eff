// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.agents.Agents;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Cost;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.events.Events;
import dev.stagedoor.feature.Foundation;
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
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts a call, as ARCHITECTURE.md walks through it: everything is decided by one snapshot and written in one
 * transaction that proves it; only then does one call to LiveKit create the room with its agent.
 */
final class Trigger {
    private final Foundation on;
    private final CallsModule.Doors doors;
    private final DispatchTiming timing;
    private final CallsConfig config;

    Trigger(Foundation on, CallsModule.Doors doors, DispatchTiming timing, CallsConfig config) {
        this.on = on;
        this.doors = doors;
        this.timing = timing;
        this.config = config;
    }

    /**
     * A call that was started, or joined if the room already had one with this agent (then with its credential, I2).
     */
    record Started(CallId call, Tokens.UserToken token, Dispatches.Requested dispatch) {
        Map<String, String> ids() {
            return Map.of(
                    "call", call.value(), "dispatch", dispatch.dispatch().id().value());
        }
    }

    /**
     * The room's call uses another version of the credential than the token: roll back and start again with that
     * version.
     */
    private static final class OtherVersion extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long version;

        OtherVersion(long version) {
            super("the call in progress uses version " + version, null, false, false);
            this.version = version;
        }
    }

    /** A request for a call: what, under which key, and what is stored with it. */
    private record Asked(StartCall command, Optional<IdempotencyKey> key, StartCall.Alongside also) {}

    private record Judged(Tenant tenant, Agent agent, String room, Tokens.UserToken token) {}

    /** Starts a call; repeating the command with the same idempotency key returns the same call with a new token. */
    Started start(
            Principal by, TenantId tenant, StartCall command, Optional<IdempotencyKey> key, StartCall.Alongside also) {
        Asked asked = new Asked(command, key, also);
        try {
            return start(by, tenant, asked, null);
        } catch (OtherVersion running) {
            return startAgain(by, tenant, asked, running.version);
        }
    }

    private Started startAgain(Principal by, TenantId tenant, Asked asked, long version) {
        try {
            return start(by, tenant, asked, version);
        } catch (OtherVersion moved) {
            throw Problem.of(ErrorCode.BUSY, "The call in that room has just changed. Try again.");
        }
    }

    private Started start(Principal by, TenantId tenant, Asked asked, @Nullable Long version) {
        StartCall command = asked.command();
        Snapshot snapshot = on.snapshots().of(tenant);
        Judged judged = on.snapshots().judge(snapshot, () -> judge(by, snapshot, command, version));
        return on.idempotency()
                .once(
                        by,
                        snapshot.proof(),
                        asked.key(),
                        Trigger::stands,
                        change -> {
                            Started started = write(by, change, judged, asked, version);
                            return new Made<>(started, started.ids());
                        },
                        ids -> again(by, snapshot, command, ids));
    }

    /** A call that LiveKit never received is no answer: the same request starts another. */
    private static boolean stands(Tx tx, Map<String, String> ids) {
        Call.Ending ending = call(tx, ids).ending();
        return ending == null || !ending.why().refused();
    }

    private static Call call(Tx tx, Map<String, String> ids) {
        CallId id = new CallId(Objects.requireNonNull(ids.get("call")));
        return CallStore.find(tx, id).orElseThrow(() -> Problem.notFound("call"));
    }

    /**
     * Tokens are not stored, so a new one is minted, with its own audit entry. It admits nobody who has been kept out
     * since: only a new request is a new decision of the tenant (T4).
     */
    private Started again(Principal by, Snapshot snapshot, StartCall command, Map<String, String> ids) {
        DispatchId id = new DispatchId(Objects.requireNonNull(ids.get("dispatch")));
        Call call = on.ledger().read(by, snapshot.tenant(), tx -> admitting(tx, command, ids));
        Dispatch dispatch = doors.dispatches().get(by, snapshot.tenant(), id);
        Policy policy = snapshot.get(Tenants.TENANT, snapshot.tenant()).policy();
        Tokens.UserToken token = doors.tokens()
                .forUser(
                        by,
                        snapshot,
                        new Tokens.Wanted(
                                call.room().name(),
                                command.user().id(),
                                call.room().credentialVersion(),
                                command.seat(),
                                command.agentSlug()));
        on.ledger().change(by, snapshot.proof(), change -> {
            change.append(token.entry(), token.cost(), policy.budget());
            return admitting(change.tx(), command, ids);
        });
        return new Started(
                call.id(),
                token,
                new Dispatches.Requested(
                        dispatch, false, false, snapshot.proof().epoch()));
    }

    /** The call, if it is still open to this user. */
    private Call admitting(Tx tx, StartCall command, Map<String, String> ids) {
        Call call = call(tx, ids);
        if (!call.open()) {
            throw Problem.of(
                    ErrorCode.CONFLICT,
                    "The call of this Idempotency-Key, " + call.id()
                            + ", has ended. Use a new key to start another call.");
        }
        if (doors.evictions()
                .keepsOut(tx, doors.place(tx, call.room()), command.user().id())) {
            throw Problem.of(
                    ErrorCode.PARTICIPANT_REMOVED,
                    "The user was removed from the room of " + call.id() + ". Use a new key to let them in again.");
        }
        return call;
    }

    private Judged judge(Principal by, Snapshot snapshot, StartCall command, @Nullable Long version) {
        Tenant tenant = snapshot.get(Tenants.TENANT, snapshot.tenant()).requireActive();
        Agent agent = Agents.required(snapshot, command.agentSlug());
        tenant.policy().requireAgent(agent.slug(), "agent_slug");
        if (!agent.enabled()) {
            throw Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, "agent_slug: this agent is disabled")
                    .field("agent_slug", "this agent is disabled");
        }
        String name = command.roomName() == null
                ? CallId.next(on.clock().instant()).value().replace('_', '-')
                : command.roomName();
        String room = RoomNames.onWire(tenant.slug(), "room_name", name);
        Tokens.UserToken token = doors.tokens()
                .forUser(
                        by,
                        snapshot,
                        new Tokens.Wanted(room, command.user().id(), version, command.seat(), agent.slug()));
        return new Judged(tenant, agent, room, token);
    }

    private Started write(Principal by, ChangeTx change, Judged judged, Asked asked, @Nullable Long running) {
        StartCall command = asked.command();
        Instant now = change.now();
        Optional<Long> inRoom =
                command.roomName() == null ? Optional.empty() : CallStore.versionIn(change.tx(), judged.room(), now);
        CallId id = CallId.next(now);
        Dispatches.Requested requested = doors.dispatches().request(change, spec(judged, command, id, now));
        long version = requested.dispatch().spec().credentialVersion();
        if (version != judged.token().credentialVersion()) {
            throw new OtherVersion(version);
        }
        if (requested.isNew()) {
            requireVersion(inRoom, version, running);
        }
        change.append(
                judged.token().entry(),
                judged.token().cost(),
                judged.tenant().policy().budget());
        String joined = requested.isNew() ? null : requested.dispatch().spec().callId();
        if (joined != null) {
            return new Started(new CallId(joined), judged.token(), requested);
        }
        // A room whose agent was requested with a token has no call yet: it gets one, which is settled when the room
        // closes.
        Call call = call(judged, command, id, now);
        CallStore.insert(change.tx(), call, now.plus(config.pollInterval()));
        Events.raise(change, call.started());
        asked.also().started(change, call);
        Cost cost = Cost.openCall(call.limits().reserved()).plus(requested.isNew() ? Cost.dispatch() : Cost.NONE);
        String detail = Json.text(Map.of(
                "agent", judged.agent().slug(),
                "room", judged.room(),
                "user", command.user().id(),
                "dispatch", requested.dispatch().id().value(),
                "credential_version", judged.token().credentialVersion()));
        Draft entry = Draft.of(by, now, "call.trigger", id.value(), detail);
        change.append(entry, cost, judged.tenant().policy().budget());
        return new Started(id, judged.token(), requested);
    }

    /** A room with a call, whichever agent's, is entered with that call's version (I2). */
    private static void requireVersion(Optional<Long> inRoom, long version, @Nullable Long running) {
        if (inRoom.isPresent() && inRoom.get() != version) {
            throw new OtherVersion(inRoom.get());
        }
        if (inRoom.isEmpty() && running != null) {
            throw Problem.of(ErrorCode.BUSY, "The call in that room has just ended. Try again.");
        }
    }

    private static Call call(Judged judged, StartCall command, CallId id, Instant now) {
        Duration longest = judged.agent().maxCall();
        return new Call(
                id,
                judged.agent().slug(),
                command.mode(),
                command.user(),
                new Call.Room(judged.room(), judged.token().credentialVersion()),
                new Call.Limits(now, longest, now.plus(longest)),
                null);
    }

    private DispatchSpec spec(Judged judged, StartCall command, CallId id, Instant now) {
        String told = AgentMetadata.of(id, judged.tenant().slug(), judged.agent(), command);
        return new DispatchSpec(
                new DispatchSpec.Target(
                        judged.room(),
                        command.roomName() == null,
                        judged.agent().agentName(),
                        judged.agent().slug()),
                new DispatchSpec.Briefing(
                        told,
                        Json.text(Map.of(
                                "call_id", id.value(), "tenant", judged.tenant().slug())),
                        emptyTimeout(judged.token().life())),
                DispatchSpec.Schedule.from(
                        now, timing.deadline(), judged.agent().limits().joinTimeout()),
                judged.token().credentialVersion(),
                id.value(),
                AgentMetadata.whenLost(judged.agent()));
    }

    /** At least the token's lifetime, up to the limit, so nobody joins a re-created room without an agent. */
    private Duration emptyTimeout(Duration tokenLife) {
        Duration longest = config.roomEmptyTimeout();
        return tokenLife.compareTo(longest) > 0 ? longest : tokenLife;
    }
}
