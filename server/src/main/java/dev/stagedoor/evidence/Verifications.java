// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.sessions.SignedDocuments;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenants;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to evidence: verifies tenants, one at a time each, and keeps what was found. */
final class Verifications {
    static final String DOCUMENT = "stagedoor-evidence+json";

    private static final Logger LOG = LoggerFactory.getLogger(Verifications.class);

    /** At once on this node: each asks about 20 keys, in turns ({@link OtherKeysCheck}), and has 5 s for that. */
    private static final int MOST_AT_ONCE = 3;

    /** After that a node that holds a turn is dead. */
    private static final Duration HELD = Duration.ofSeconds(60);

    /** A verification that is under way, or one of many, is over by then, or soon after. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    /** Each time, servers of other tenants are asked, which is nothing for a tenant to do as often as it likes (I7). */
    private static final Duration OWN_APART = Duration.ofSeconds(30);

    private final Foundation on;
    private final Projects projects;
    private final Examination examination;
    private final Canaries canaries;
    private final SignedDocuments documents;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Map<CheckOutcome, Counter> outcomes = new EnumMap<>(CheckOutcome.class);

    Verifications(
            Foundation on, Projects projects, Examination examination, Canaries canaries, SignedDocuments documents) {
        this.on = on;
        this.projects = projects;
        this.examination = examination;
        this.canaries = canaries;
        this.documents = documents;
        for (var outcome : CheckOutcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("stagedoor.evidence.checks")
                            .description("Checks of tenants' isolation, by outcome")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(on.meters()));
        }
    }

    /** What was found, on the wire and signed. */
    record Evidence(VerificationView view, String jws) {}

    /**
     * Verifies the tenant now; takes up to a quarter of a minute.
     *
     * @throws Problem {@code conflict} while another verification of the tenant is under way, {@code busy} while this node
     *     has as many as it can, {@code rate_limited} if the tenant's own key asks again too soon; no failed check is a problem
     */
    Evidence verify(Principal by, TenantId tenant) {
        if (!places.tryAcquire()) {
            throw Problem.of(ErrorCode.BUSY, "Too many tenants are being verified; try again.")
                    .retryAfter(AGAIN);
        }
        try {
            String slug = on.ledger().store(by, tenant, tx -> {
                String living = Tenants.living(tx).slug();
                Instant now = on.clock().instant();
                if (!VerificationStore.take(tx, now, now.plus(HELD))) {
                    throw Problem.of(ErrorCode.CONFLICT, "The tenant is being verified; wait until that is done.")
                            .retryAfter(AGAIN);
                }
                if (!(by instanceof Principal.Operator || by instanceof Principal.SystemJob)
                        && !VerificationStore.takeOwn(tx, now, now.plus(OWN_APART))) {
                    throw Problem.of(
                                    ErrorCode.RATE_LIMITED, "A tenant's own key has it verified once in half a minute.")
                            .retryAfter(OWN_APART);
                }
                return living;
            });
            return verify(by.settled(), tenant, slug);
        } finally {
            places.release();
        }
    }

    private Evidence verify(Principal by, TenantId tenant, String slug) {
        Principal.SystemJob job = new Principal.SystemJob("evidence", by.requestId());
        try {
            VerificationStore.Signed signed = signed(job, tenant, slug);
            keep(by, tenant, signed);
            return new Evidence(signed.verification().view(tenant, slug), signed.jws());
        } finally {
            on.ledger()
                    .store(
                            job,
                            tenant,
                            tx -> VerificationStore.giveBack(tx, on.clock().instant()));
        }
    }

    private VerificationStore.Signed signed(Principal.SystemJob job, TenantId tenant, String slug) {
        Instant began = on.clock().instant();
        long start = System.nanoTime();
        String id = Ids.next("ver", began);
        String canary = RoomNames.onWire(slug, "canary", slug + ".canary-" + id.substring(4));
        Subject subject = new Subject(job, tenant, on.snapshots(), projects, canary);
        canaries.expect(tenant, canary);
        List<Verification.Checked> checks;
        try {
            checks = examination.of(subject);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.");
        } finally {
            canaries.forget(tenant, canary);
            close(subject);
        }
        Verification found = new Verification(
                id,
                began,
                Duration.ofNanos(System.nanoTime() - start),
                subject.verified().orElse(null),
                checks);
        String jws = documents.sign(DOCUMENT, Verification.canonical(found.view(tenant, slug)));
        return new VerificationStore.Signed(found, jws);
    }

    /** An empty room ends by itself, too. */
    private static void close(Subject subject) {
        if (subject.hasCanary()) {
            try {
                subject.project().inBackground().deleteRoom(subject.canary());
            } catch (Problem gone) {
                LOG.debug("the room {} was not closed: {}", subject.canary(), gone.detail());
            }
        }
    }

    private void keep(Principal by, TenantId tenant, VerificationStore.Signed signed) {
        Verification found = signed.verification();
        found.checks().forEach(check -> {
            Counter counter = outcomes.get(check.finding().outcome());
            if (counter != null) {
                counter.increment();
            }
        });
        Map<String, Object> told = Map.of("passed", found.passed(), "failed", found.failed());
        on.ledger().changing(by, tenant, change -> {
            // Of one that was deleted meanwhile nothing is kept.
            Tenants.living(change.tx());
            VerificationStore.insert(change.tx(), signed);
            change.append(Draft.of(by, change.now(), "evidence.verify", found.id(), Json.text(told)));
            if (!found.passed()) {
                Map<String, Object> data = Map.of("verification_id", found.id(), "failed", found.failed());
                Events.raise(change, Event.of(EventType.EVIDENCE_FAILED, null, data));
            }
        });
    }

    /** What was found before, newest first. */
    Page<VerificationView> list(Principal by, TenantId tenant, Page.Request page) {
        return on.ledger().read(by, tenant, tx -> {
            String slug = Tenants.living(tx).slug();
            return VerificationStore.list(tx, page)
                    .map(signed -> signed.verification().view(tenant, slug));
        });
    }

    /** One of them, signed by a key that is published; {@code not_found}. */
    Evidence get(Principal by, TenantId tenant, String id) {
        Evidence found = on.ledger().read(by, tenant, tx -> {
            String slug = Tenants.living(tx).slug();
            return VerificationStore.find(tx, id)
                    .map(signed -> new Evidence(signed.verification().view(tenant, slug), signed.jws()))
                    .orElseThrow(() -> Problem.notFound("verification"));
        });
        return new Evidence(found.view(), documents.current(DOCUMENT, found.jws()));
    }
}
