// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.calls.CallCost;
import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.calls.Calls;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.outbound.GuardedHttp;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.dial.DialModule;
import dev.stagedoor.telephony.dial.OutboundKind;
import dev.stagedoor.telephony.dtmf.DtmfModule;
import dev.stagedoor.telephony.price.Costs;
import dev.stagedoor.telephony.price.PriceModule;
import dev.stagedoor.telephony.trunk.TrunkJobs;
import dev.stagedoor.telephony.trunk.TrunkKind;
import dev.stagedoor.telephony.trunk.Trunks;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.Vault;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the feature of phone calls. */
public final class TelephonyModule implements FeatureModule {
    private final List<Route<?>> routes;
    private final TrunkJobs trunkJobs;
    private final CarrierCommands commands;
    private final DialModule dials;
    private final PriceModule prices;

    /** The doors of the features that a phone call goes through. */
    public record Doors(Tenants tenants, Vault vault, Projects projects, Numbers numbers, Calls calls) {}

    /** The kinds of credentials that phone calls need. */
    public static List<Kind<?>> kinds() {
        List<Kind<?>> kinds = new ArrayList<>(List.of(new TrunkKind(), new OutboundKind()));
        Carriers.ALL.forEach(known -> kinds.add(new CarrierKind(known)));
        return List.copyOf(kinds);
    }

    /**
     * Phone calls through those doors.
     *
     * @param publicUrl at which carriers reach the server; "" if that is not known
     * @param carriers  by which their APIs are called
     * @throws IllegalArgumentException if that is no URL of a server
     */
    public TelephonyModule(Foundation on, Doors doors, TelephonyConfig config, String publicUrl, GuardedHttp carriers) {
        Trunks trunks = new Trunks(on, doors.projects(), doors.vault());
        PhoneArrivals arrivals = new PhoneArrivals(on, doors, trunks);
        this.commands = new CarrierCommands(on, doors.vault(), carriers, config);
        List<Route<?>> all = new ArrayList<>(new TelephonyRoutes(
                        new PhoneCalls(on, doors, config),
                        new FrontEndSignature(on, doors, config),
                        new CarrierNumbers(doors.numbers(), commands))
                .all());
        all.addAll(trunks.routes());
        Optional<PublicAddress> address =
                publicUrl.isEmpty() ? Optional.empty() : Optional.of(new PublicAddress(publicUrl));
        for (Carriers.Known known : Carriers.ALL) {
            all.add(CarrierRoutes.of(
                    known,
                    new CarrierSignature(on, doors, known, address),
                    new CarrierCalls(on, trunks, known, commands, address)));
        }
        this.dials = new DialModule(on, doors.vault(), doors.projects(), doors.calls());
        this.prices = new PriceModule(on, DialModule::caps, new PhoneTalks(on.ledger(), doors.calls()));
        // Before the settings: what is capped needs prices.
        all.addAll(prices.routes());
        all.addAll(dials.routes());
        all.addAll(new DtmfModule(on, doors.calls(), doors.projects()).routes());
        this.routes = List.copyOf(all);
        this.trunkJobs = new TrunkJobs(on, trunks, arrivals::look, config.pollInterval());
    }

    /** The phone's side of calls. */
    public static Calls.PhoneFacts phoneFacts() {
        return new Calls.PhoneFacts() {
            @Override
            public Map<CallId, PhoneView> of(Tx tx, Set<CallId> calls) {
                Map<CallId, PhoneView> all = new HashMap<>(PhoneCallStore.phonesOf(tx, calls));
                all.putAll(DialModule.phonesOf(tx, calls));
                Costs.ofCalls(tx, all.keySet())
                        .forEach((call, cost) -> all.computeIfPresent(call, (same, phone) -> costing(phone, cost)));
                return all;
            }

            @Override
            public void ended(ChangeTx change, CallId call) {
                Costs.ended(change.tx(), call, change.now());
            }
        };
    }

    private static PhoneView costing(PhoneView phone, CallCost cost) {
        return new PhoneView(
                phone.direction(),
                phone.from(),
                phone.to(),
                phone.state(),
                phone.sipStatus(),
                phone.answeredAt(),
                cost);
    }

    /** What was stored of these calls is forgotten with them. */
    public static void forget(Tx tx, Collection<CallId> calls) {
        PhoneCallStore.delete(tx, calls);
        DialModule.forget(tx, calls);
        PriceModule.forget(tx, calls);
    }

    /** A deleted tenant has no phone calls, and no settings of them. */
    public static Erasure erasure() {
        return change -> {
            PhoneCallStore.deleteAll(change.tx());
            PhoneSettingsStore.deleteAll(change.tx());
            Trunks.deleteAll(change.tx());
            DialModule.deleteAll(change.tx());
            PriceModule.deleteAll(change.tx());
        };
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>(dials.jobs());
        jobs.addAll(prices.jobs());
        jobs.add(trunkJobs.job());
        return jobs;
    }

    @Override
    public List<MeterBinder> meters() {
        List<MeterBinder> meters = new ArrayList<>(dials.meters());
        meters.addAll(prices.meters());
        meters.add(trunkJobs.due());
        return meters;
    }

    @Override
    public void close() {
        dials.close();
        prices.close();
        trunkJobs.close();
        commands.close();
    }
}
