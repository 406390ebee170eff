// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.SipService;
import dev.stagedoor.livekit.sip.DispatchRule;
import dev.stagedoor.livekit.sip.DispatchRuleInfo;
import dev.stagedoor.livekit.sip.InboundTrunk;
import dev.stagedoor.livekit.sip.InboundTrunkInfo;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes trunks and rules to the tenants' projects, one number by one node at a time, and compares them. */
final class Writer {
    /** Longer than writing takes. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private final Foundation on;
    private final Projects projects;

    Writer(Foundation on, Projects projects) {
        this.on = on;
        this.projects = projects;
    }

    /** Writes what is wanted, or takes what was written away. */
    void write(Principal by, TenantId tenant, Trunk trunk, Optional<Wanted> wanted) {
        Instant now = on.clock().instant();
        boolean ours = on.ledger().store(by, tenant, tx -> TrunkStore.lease(tx, trunk.number(), now, now.plus(LEASE)));
        if (!ours) {
            throw Problem.of(ErrorCode.BUSY, "The number is being provisioned by another request. Try again.");
        }
        Optional<Trunk.Written> written = trunk.written();
        try {
            written = wanted.isPresent() ? Optional.of(put(tenant, trunk, wanted.get())) : taken(tenant, written);
        } finally {
            Optional<Trunk.Written> result = written;
            int numbers = on.ledger()
                    .store(
                            by,
                            tenant,
                            tx -> TrunkStore.written(
                                    tx, trunk.number(), result, on.clock().instant()));
            if (numbers == 0) {
                // It was withdrawn meanwhile: nobody else knows of what was just written, which would let callers in.
                taken(tenant, result);
            }
        }
    }

    private Trunk.Written put(TenantId tenant, Trunk trunk, Wanted wanted) {
        Project project = on.snapshots().current(tenant, projects::active);
        Optional<Trunk.Written> before = trunk.written().filter(one -> sameServer(tenant, one, project.version()));
        if (before.isEmpty()) {
            // The project has moved to another server: what stays at the old one would still let callers in there.
            taken(tenant, trunk.written());
        }
        Found found = found(project, trunk.number());
        refuseForeign(found, wanted, before);
        String trunkId = trunk(project, found, wanted, before.map(Trunk.Written::trunkId));
        String ruleId = rule(project, found, wanted.rule(trunkId), before.map(Trunk.Written::ruleId), wanted.mark());
        return new Trunk.Written(
                trunkId,
                ruleId,
                wanted.fingerprint(),
                wanted.agent().slug(),
                project.version(),
                on.clock().instant());
    }

    private boolean sameServer(TenantId tenant, Trunk.Written written, long version) {
        return on.ledger()
                .read(
                        new Principal.SystemJob("trunks", "trunks"),
                        tenant,
                        tx -> projects.areOfOneServer(tx, written.credentialVersion(), version));
    }

    /** With two trunks of one number, LiveKit refuses every call to it. */
    private static void refuseForeign(Found found, Wanted wanted, Optional<Trunk.Written> before) {
        found.trunks().stream()
                .filter(one -> !one.metadata().equals(wanted.mark()))
                .filter(one -> before.filter(ours -> ours.trunkId().equals(one.sipTrunkId()))
                        .isEmpty())
                .findFirst()
                .ifPresent(foreign -> {
                    throw Problem.of(
                            ErrorCode.CONFLICT,
                            "The LiveKit project has another trunk with this number: " + foreign.sipTrunkId()
                                    + ". Remove it first.");
                });
    }

    private static String trunk(Project project, Found found, Wanted wanted, Optional<String> known) {
        InboundTrunk inbound = wanted.inbound();
        Optional<String> there = known.filter(id -> found.trunk(id).isPresent())
                .or(() -> found.ours(wanted.mark()).map(InboundTrunkInfo::sipTrunkId));
        return there.map(id -> asked(project, sip -> sip.replaceInboundTrunk(id, inbound)))
                .orElseGet(() -> asked(project, sip -> sip.createInboundTrunk(inbound)))
                .sipTrunkId();
    }

    private static String rule(Project project, Found found, DispatchRule rule, Optional<String> known, String mark) {
        Optional<String> there = known.filter(id -> found.rule(id).isPresent())
                .or(() -> found.ourRule(mark).map(DispatchRuleInfo::sipDispatchRuleId));
        return there.map(id -> asked(project, sip -> sip.replaceDispatchRule(id, rule)))
                .orElseGet(() -> asked(project, sip -> sip.createDispatchRule(rule)))
                .sipDispatchRuleId();
    }

    /** The rule first: without it, the trunk lets nobody in. */
    private Optional<Trunk.Written> taken(TenantId tenant, Optional<Trunk.Written> written) {
        written.ifPresent(one -> projects.reached(tenant, one.credentialVersion(), project -> {
            asked(project, sip -> sip.deleteDispatchRule(one.ruleId()));
            return asked(project, sip -> {
                sip.deleteTrunk(one.trunkId());
                return true;
            });
        }));
        return Optional.empty();
    }

    private static Found found(Project project, String number) {
        return new Found(
                asked(project, sip -> sip.listInboundTrunks(List.of(), List.of(number))),
                asked(project, sip -> sip.listDispatchRules()));
    }

    /** What differs in the project; null if nothing is to be there. */
    @Nullable
    List<String> drift(TenantId tenant, Trunk trunk, Optional<Wanted> wanted) {
        if (wanted.isEmpty() || trunk.written().isEmpty()) {
            return null;
        }
        Trunk.Written written = trunk.written().get();
        return projects.reached(
                tenant,
                written.credentialVersion(),
                project -> found(project, trunk.number()).drift(wanted.get(), written));
    }

    private static <T> T asked(Project project, Function<SipService, T> call) {
        try {
            return project.sip(call);
        } catch (Problem failed) {
            if (failed.code() != ErrorCode.PROVIDER_UNAVAILABLE) {
                throw failed;
            }
            throw Problem.of(
                            ErrorCode.PROVIDER_UNAVAILABLE,
                            failed.detail() + " Phone calls need LiveKit SIP, and a LiveKit server with Redis.")
                    .causedBy(failed);
        }
    }
}
