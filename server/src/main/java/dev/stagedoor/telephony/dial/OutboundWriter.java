// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.sip.OutboundTrunkInfo;
import dev.stagedoor.livekit.sip.SipCredential;
import dev.stagedoor.livekit.sip.SipTransport;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.vault.OpenCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes outbound trunks to the tenants' projects, a tenant's by one node at a time, and compares them. */
final class OutboundWriter {
    /** Longer than writing takes. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Foundation on;
    private final Projects projects;

    OutboundWriter(Foundation on, Projects projects) {
        this.on = on;
        this.projects = projects;
    }

    /** Writes the trunk, with what LiveKit logs in to the carrier with. */
    void write(Principal by, TenantId tenant, OutboundTrunk trunk, Optional<OpenCredential> login) {
        leased(by, tenant, trunk, () -> Optional.of(put(by, tenant, trunk, login)));
    }

    /** Takes what was written away. */
    void take(Principal by, TenantId tenant, OutboundTrunk trunk) {
        leased(by, tenant, trunk, () -> {
            taken(tenant, trunk);
            return Optional.empty();
        });
    }

    private interface Writing {
        Optional<OutboundTrunk.Written> run();
    }

    private void leased(Principal by, TenantId tenant, OutboundTrunk trunk, Writing writing) {
        Instant now = on.clock().instant();
        if (!on.ledger().store(by, tenant, tx -> OutboundTrunkStore.lease(tx, now, now.plus(LEASE)))) {
            throw Problem.of(ErrorCode.BUSY, "The outbound trunk is being written by another request. Try again.");
        }
        Optional<OutboundTrunk.Written> written = trunk.written();
        try {
            written = writing.run();
        } finally {
            Optional<OutboundTrunk.Written> result = written;
            on.ledger().store(by.settled(), tenant, tx -> OutboundTrunkStore.written(tx, result));
        }
    }

    private OutboundTrunk.Written put(
            Principal by, TenantId tenant, OutboundTrunk trunk, Optional<OpenCredential> login) {
        Project project = on.snapshots().current(tenant, projects::active);
        boolean moved = trunk.written().isPresent() && !isOnServer(by, tenant, trunk, project.version());
        if (moved) {
            taken(tenant, trunk);
        }
        dev.stagedoor.livekit.sip.OutboundTrunk wanted = wanted(project.slug(), trunk, login);
        String mark = mark(project.slug());
        Optional<String> there = project.sip(sip -> sip.listOutboundTrunks()).stream()
                .filter(one -> one.metadata().equals(mark)
                        || trunk.written()
                                .filter(ours -> ours.trunkId().equals(one.sipTrunkId()))
                                .isPresent())
                .map(OutboundTrunkInfo::sipTrunkId)
                .findFirst();
        OutboundTrunkInfo now = there.isPresent()
                ? project.sip(sip -> sip.replaceOutboundTrunk(there.get(), wanted))
                : project.sip(sip -> sip.createOutboundTrunk(wanted));
        return new OutboundTrunk.Written(
                now.sipTrunkId(), project.version(), on.clock().instant());
    }

    private boolean isOnServer(Principal by, TenantId tenant, OutboundTrunk trunk, long version) {
        long before = trunk.written().orElseThrow().credentialVersion();
        return on.ledger().read(by, tenant, tx -> projects.areOfOneServer(tx, before, version));
    }

    private void taken(TenantId tenant, OutboundTrunk trunk) {
        trunk.written()
                .ifPresent(one -> projects.reached(
                        tenant,
                        one.credentialVersion(),
                        project -> project.sip(sip -> {
                            sip.deleteTrunk(one.trunkId());
                            return true;
                        })));
    }

    /** By which we know our own, whatever its name. */
    private static String mark(String slug) {
        return Json.text(Map.of("stagedoor_outbound", slug));
    }

    private static dev.stagedoor.livekit.sip.OutboundTrunk wanted(
            String slug, OutboundTrunk trunk, Optional<OpenCredential> login) {
        List<String> numbers = trunk.numbers();
        try {
            return dev.stagedoor.livekit.sip.OutboundTrunk.to(
                            trunk.carrier().address(),
                            numbers.getFirst(),
                            numbers.subList(1, numbers.size()).toArray(String[]::new))
                    .name("stagedoor " + slug)
                    .metadata(mark(slug))
                    .transport(transport(trunk))
                    .credential(login.map(one -> SipCredential.of(
                                    one.attribute(OutboundKind.USERNAME),
                                    one.secret().revealText()))
                            .orElse(null))
                    .build();
        } catch (IllegalArgumentException unfit) {
            throw Problem.invalid("address", "is no address of a carrier");
        }
    }

    private static SipTransport transport(OutboundTrunk trunk) {
        return SipTransport.valueOf(trunk.carrier().transport().toUpperCase(Locale.ROOT));
    }

    /** What differs in the project, one line for each; nothing of it is the server's text. */
    List<String> drift(TenantId tenant, OutboundTrunk trunk) {
        if (trunk.written().isEmpty()) {
            return List.of("the trunk was not written");
        }
        OutboundTrunk.Written written = trunk.written().get();
        return projects
                .reached(
                        tenant,
                        written.credentialVersion(),
                        project -> project.sip(sip -> sip.listOutboundTrunks(List.of(written.trunkId()), List.of())))
                .stream()
                .filter(one -> one.sipTrunkId().equals(written.trunkId()))
                .findFirst()
                .map(there -> compared(trunk, there))
                .orElse(List.of("the trunk is missing: " + written.trunkId()));
    }

    private static List<String> compared(OutboundTrunk trunk, OutboundTrunkInfo there) {
        List<String> lines = new ArrayList<>();
        same(lines, "address", trunk.carrier().address(), there.address());
        same(lines, "transport", transport(trunk), there.transport());
        same(lines, "user name", trunk.username(), there.authUsername());
        same(lines, "numbers", trunk.numbers(), there.numbers());
        same(lines, "headers", Map.of(), there.headers());
        return lines;
    }

    private static void same(List<String> lines, String what, Object wanted, Object there) {
        if (!wanted.equals(there)) {
            lines.add("the trunk's " + what + " differ from what was written");
        }
    }
}
