// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.projects.CredentialUse;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.retention.Retained;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tokens.AgentsForTokens;
import dev.stagedoor.tokens.Tokens;
import dev.stagedoor.vault.Kind;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Builds the calls feature. */
public final class CallsModule implements FeatureModule {
    private final Calls calls;
    private final CallJob job;
    private final ReservationJob reservations;
    private final List<Route<?>> routes;

    /** The doors of the features that a call goes through. */
    public record Doors(Projects projects, Tokens tokens, Dispatches dispatches, Evictions evictions) {
        /** A call's room, on its server. */
        Evictions.Place place(Tx tx, Call.Room room) {
            return new Evictions.Place(
                    room.name(), projects.server(tx, room.credentialVersion()).orElse(""));
        }
    }

    /** Calls through those doors. */
    public CallsModule(
            Foundation on,
            Doors doors,
            Authenticator authenticator,
            DispatchTiming timing,
            CallsConfig config,
            Calls.PhoneFacts phone) {
        Trigger trigger = new Trigger(on, doors, timing, config);
        CallEndings endings = new CallEndings(on.ledger(), doors, phone);
        this.calls = new Calls(on, doors, trigger, endings, config, phone);
        this.job = new CallJob(on, doors, endings, config);
        this.reservations = new ReservationJob(on, doors, by -> new Arrivals(by, doors, timing, config));
        this.routes = new CallRoutes(calls, doors.dispatches(), authenticator).routes();
    }

    /** The door. */
    public Calls calls() {
        return calls;
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("calls", Job.SOON, job.due()::run),
                new Job("reservations", ReservationStore.AT_FIRST, reservations.due()::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(job.due(), reservations.due());
    }

    @Override
    public void close() {
        job.close();
        reservations.close();
    }

    /** A deleted tenant has no calls, and none are reserved. */
    public static Erasure erasure() {
        return change -> {
            ReservationStore.deleteAll(change.tx());
            CallStore.deleteAll(change.tx());
        };
    }

    /** Calls that are over, for so long; {@code beside} deletes in the same transaction what others stored of them. */
    public static Retained retained(Duration age, BiConsumer<Tx, List<CallId>> beside) {
        return new Retained(Retained.Kind.CALLS, age, Retained.Tenants.of(CallStore.OVER), (tx, before, most) -> {
            List<CallId> gone = CallStore.forget(tx, before, most);
            beside.accept(tx, gone);
            return gone.size();
        });
    }

    /** What stands on the versions of a LiveKit project: open calls and unfinished dispatches. */
    public static CredentialUse credentialUse() {
        return new CredentialUse() {
            @Override
            public boolean inUse(Tx tx, long version) {
                return CallStore.uses(tx, version) || Dispatches.uses(tx, version);
            }

            @Override
            public Kind.Standing standing(Tx tx, long version) {
                return CallStore.standing(tx, version);
            }

            @Override
            public void revoked(ChangeTx change, long version) {
                CallStore.revoked(change.tx(), version, change.now());
                Dispatches.revoked(change, version);
            }

            @Override
            public void added(ChangeTx change) {
                CallStore.lookAgain(change.tx(), change.now());
                Dispatches.credentialAdded(change);
                Evictions.credentialAdded(change);
            }
        };
    }

    /** Reserves calls for the agents that a token's {@code room_config} names. */
    public static AgentsForTokens agentsForTokens() {
        return new ReservedAgents();
    }
}
