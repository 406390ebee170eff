// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.telephony.price.SpendCaps;
import dev.stagedoor.telephony.price.Talk;
import dev.stagedoor.telephony.price.Talks;
import dev.stagedoor.vault.Vault;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds the part of phone calls that calls out. */
public final class DialModule implements FeatureModule {
    private final List<Route<?>> routes;
    private final Dialler dialler;
    private final DialJobs jobs;
    private final Transfers transfers;

    /** Calls out through those doors. */
    public DialModule(Foundation on, Vault vault, Projects projects, Calls calls) {
        this.dialler = new Dialler(on, calls, projects);
        this.jobs = new DialJobs(on, calls, projects);
        this.transfers = new Transfers(on, calls, projects);
        Dials dials = new Dials(on, calls, projects::areOfOneServer, dialler);
        OutboundTrunks trunks = new OutboundTrunks(on, vault, new OutboundWriter(on, projects));
        this.routes = new DialRoutes(dials, trunks, transfers).all();
    }

    /** The phone's side of those that are calls out, with their numbers. */
    public static Map<CallId, PhoneView> phonesOf(Tx tx, Set<CallId> calls) {
        return DialStore.ofCalls(tx, calls).stream().collect(Collectors.toMap(Dial::call, DialViews::phone));
    }

    /** What a tenant's calls by phone may cost. */
    public static SpendCaps caps(Tx tx) {
        return DialSettingsStore.find(tx).spend();
    }

    /** How long somebody talked in a call out; empty while they may still. */
    public static Optional<Talk> talk(Tx tx, CallId call) {
        return Dials.talk(tx, call);
    }

    /** How long somebody who was handed over counts; empty while they may yet not be. */
    public static Optional<Talk> talkOfTransfer(Tx tx, Talks.Asked asked, boolean callIsOpen) {
        return Transfers.talk(tx, asked, callIsOpen);
    }

    /** What was stored of these calls is forgotten with them. */
    public static void forget(Tx tx, Collection<CallId> calls) {
        DialStore.delete(tx, calls);
        TransferStore.delete(tx, calls);
    }

    /** A deleted tenant has called nobody; the trunk in its project is its own, and the key to it is gone. */
    public static void deleteAll(Tx tx) {
        DialStore.deleteAll(tx);
        TransferStore.deleteAll(tx);
        DialSettingsStore.deleteAll(tx);
        OutboundTrunkStore.deleteAll(tx);
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public List<Job> jobs() {
        return List.of(jobs.job(), new Job("transfers", Job.SOON, transfers.due()::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(jobs.due(), transfers.due());
    }

    @Override
    public void close() {
        dialler.close();
        jobs.close();
        transfers.close();
    }
}
