// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.evictions.Evictions;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.launch.WorkerEnvironments;
import dev.stagedoor.outbound.GuardedHttp;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.sessions.SignedDocuments;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tokens.Tokens;
import dev.stagedoor.vault.VaultModule;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;

/** Puts the evidence together. */
public final class EvidenceModule implements FeatureModule {
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final GuardedHttp http;
    private final Nightly nightly;
    private final List<Route<?>> routes;
    private final EvidenceConfig config;

    /** What is verified. */
    public record Doors(
            VaultModule vault,
            ProjectsModule projects,
            Evictions evictions,
            Tokens tokens,
            WorkerEnvironments workers,
            Canaries canaries,
            SignedDocuments documents) {}

    /** Verifies what stands behind those doors; {@code http} goes only where it may, and is closed with this. */
    public EvidenceModule(Foundation on, Doors doors, GuardedHttp http, EvidenceConfig config) {
        this.http = http;
        this.config = config;
        Verifications verifications = new Verifications(
                on,
                doors.projects().projects(),
                new Examination(checks(on, doors, new Validator(http, on.clock()))),
                doors.canaries(),
                doors.documents());
        this.nightly = new Nightly(on, verifications);
        this.routes = new EvidenceRoutes(verifications).all();
    }

    private static List<Check> checks(Foundation on, Doors doors, Validator validator) {
        var projects = doors.projects().projects();
        var vault = doors.vault().vault();
        return List.of(
                new TokenCheck(vault, on.snapshots(), projects, validator),
                new OwnKeyCheck(),
                new OtherKeysCheck(on.database(), on.snapshots(), projects, doors.projects()::platformKey, validator),
                new AgentCheck(on.snapshots()),
                new WebhookCheck(on.ledger(), doors.canaries()),
                new WorkersCheck(
                        doors.workers(), vault, on.snapshots(), doors.vault().platformClaims()),
                new ClockCheck(),
                new RefusalCheck(validator, on.clock()),
                new PutOutCheck(on.ledger(), doors.evictions(), doors.tokens()),
                new ChainCheck(on.ledger()),
                new SecretsCheck(vault));
    }

    /** What the job of every night does. */
    Nightly nightly() {
        return nightly;
    }

    /** A deleted tenant's evidence is forgotten. */
    public static Erasure erasure() {
        return change -> VerificationStore.eraseAll(change.tx());
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public List<Job> jobs() {
        return config.nightly() ? List.of(new Job("evidence", ROUND, nightly::run)) : List.of();
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(nightly.due());
    }

    @Override
    public void close() {
        nightly.close();
        http.close();
    }
}
