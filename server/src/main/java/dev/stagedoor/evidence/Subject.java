// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.db.Snapshots;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tenant that is being verified, and what its earlier checks leave for the later ones. */
final class Subject {
    private final Principal.SystemJob by;
    private final TenantId tenant;
    private final Snapshots snapshots;
    private final Projects projects;
    private final String canary;
    private volatile boolean canaryIsThere;
    private volatile Validator.@Nullable Said said;
    private volatile @Nullable Pin verified;

    /** An entry of the tenant's chain. */
    record Pin(long seq, String hash) {
        @Override
        public String toString() {
            return seq + ":" + hash;
        }
    }

    Subject(Principal.SystemJob by, TenantId tenant, Snapshots snapshots, Projects projects, String canary) {
        this.by = by;
        this.tenant = tenant;
        this.snapshots = snapshots;
        this.projects = projects;
        this.canary = canary;
    }

    /** On whose behalf. */
    Principal.SystemJob by() {
        return by;
    }

    TenantId tenant() {
        return tenant;
    }

    /** The name of the room that nobody else must see, as it is on the wire. */
    String canary() {
        return canary;
    }

    /** What tells this verification from any other, and says nothing of the tenant. */
    String unique() {
        return canary.substring(canary.lastIndexOf('-') + 1);
    }

    /** The tenant's project by its active credential; {@link Problem} if it has none. */
    Project project() {
        return snapshots.current(tenant, projects::active);
    }

    /** Whether the room is there. */
    boolean hasCanary() {
        return canaryIsThere;
    }

    void canary(boolean isThere) {
        canaryIsThere = isThere;
    }

    /** What LiveKit said of a good token; empty if it was not asked, or did not answer. */
    Optional<Validator.Said> said() {
        return Optional.ofNullable(said);
    }

    void said(Validator.Said answer) {
        said = answer;
    }

    /** The head of the chain that was verified. */
    Optional<Pin> verified() {
        return Optional.ofNullable(verified);
    }

    void verified(Pin head) {
        verified = head;
    }
}
