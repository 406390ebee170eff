// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.crypto.Fingerprints;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.WorkerEnvironments;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.projects.LiveKitKind;
import dev.stagedoor.projects.LiveKitParts;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Vault;
import dev.stagedoor.vault.claims.PlatformClaims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Each worker that Stagedoor runs for the tenant has the tenant's active version, and nothing of another's (I1, I2). */
final class WorkersCheck implements Check {
    private final WorkerEnvironments environments;
    private final Vault vault;
    private final Snapshots snapshots;
    private final PlatformClaims claims;

    WorkersCheck(WorkerEnvironments environments, Vault vault, Snapshots snapshots, PlatformClaims claims) {
        this.environments = environments;
        this.vault = vault;
        this.snapshots = snapshots;
        this.claims = claims;
    }

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Finding look(Subject subject) {
        Optional<List<WorkerEnvironments.OfWorker>> told = told(environments, subject.tenant());
        if (told.isEmpty()) {
            return Finding.failed("What workers run with cannot be found out: their runtime does not answer.");
        }
        List<WorkerEnvironments.OfWorker> all = told.get();
        if (all.isEmpty()) {
            return Finding.skipped("As far as this node sees, Stagedoor runs no workers of this tenant.");
        }
        Optional<OpenCredential> active =
                snapshots.current(subject.tenant(), snapshot -> snapshot.get(vault.active(), LiveKitKind.PROJECT));
        if (active.isEmpty()) {
            return Finding.failed("The tenant has no active LiveKit credential, and " + all.size() + " workers.");
        }
        Fingerprints prints = claims.fingerprints();
        return judge(new Versions(active.get(), draining(subject)), all, value -> isOfOthers(subject, prints, value));
    }

    private List<OpenCredential> draining(Subject subject) {
        return vault.usable(subject.by(), subject.tenant(), LiveKitKind.PROJECT).stream()
                .map(usable -> snapshots.current(
                        subject.tenant(),
                        snapshot -> snapshot.get(vault.version(), LiveKitKind.PROJECT.version(usable.version()))))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What a worker may have.
     *
     * @param active   the version that new workers get
     * @param draining versions that workers have which finish their calls, or wait for their successors to be ready
     */
    record Versions(OpenCredential active, List<OpenCredential> draining) {
        Versions {
            draining = List.copyOf(draining);
        }
    }

    /** Empty if a runtime does not answer. */
    static Optional<List<WorkerEnvironments.OfWorker>> told(WorkerEnvironments environments, TenantId tenant) {
        try {
            return Optional.of(environments.of(tenant));
        } catch (RuntimeUnavailable gone) {
            return Optional.empty();
        }
    }

    private boolean isOfOthers(Subject subject, Fingerprints prints, Secret value) {
        Set<Fingerprint> suspects = new HashSet<>(LiveKitParts.suspects(prints, value.reveal()));
        return !vault.ofOthers(subject.by(), subject.tenant(), suspects).isEmpty();
    }

    /** What these environments show, where {@code ofOthers} knows what is another tenant's. */
    static Finding judge(Versions versions, List<WorkerEnvironments.OfWorker> all, Predicate<Secret> ofOthers) {
        List<WorkerEnvironments.OfWorker> here =
                all.stream().filter(worker -> !worker.elsewhere()).toList();
        List<String> unknown = new ArrayList<>();
        int finishing = 0;
        for (WorkerEnvironments.OfWorker worker : here) {
            Map<String, Secret> variables = worker.variables();
            if (variables.isEmpty()) {
                unknown.add(worker.worker());
            } else if (variables.values().stream().anyMatch(ofOthers)) {
                return Finding.failed("Worker " + worker.worker() + " has something of another tenant's.");
            } else if (!isOf(versions.active(), variables)) {
                if (versions.draining().stream().noneMatch(one -> isOf(one, variables))) {
                    return Finding.failed("Worker " + worker.worker()
                            + " has a credential that is neither the tenant's active version nor one that drains.");
                }
                finishing++;
            }
        }
        if (!unknown.isEmpty()) {
            return Finding.failed("What these workers have is not known: " + String.join(", ", unknown) + ".");
        }
        String have = here.size() == 1 ? "1 worker has" : here.size() + " workers have";
        String older = finishing == 0 ? "" : " (" + finishing + " of them still one that drains)";
        String seen = have + " the tenant's version "
                + versions.active().which().number() + older + ", and nothing of another tenant's";
        int away = all.size() - here.size();
        return away == 0
                ? Finding.passed(seen + ".")
                : Finding.skipped(away + (away == 1 ? " worker runs" : " workers run")
                        + " on other nodes, which alone see what they have; on this one " + seen + ".");
    }

    /** The whole of it: a key on another server than its own is another credential. */
    private static boolean isOf(OpenCredential active, Map<String, Secret> variables) {
        Secret url = variables.get("LIVEKIT_URL");
        Secret key = variables.get("LIVEKIT_API_KEY");
        Secret secret = variables.get("LIVEKIT_API_SECRET");
        return url != null
                && key != null
                && secret != null
                && isServer(url.revealText(), active.attribute("server_url"))
                && key.revealText().equals(active.attribute("api_key"))
                && secret.revealText().equals(active.secret().revealText());
    }

    private static boolean isServer(String url, String known) {
        try {
            return ServerUrl.parse(url)
                    .canonical()
                    .equals(ServerUrl.parse(known).canonical());
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }
}
