// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the change of a credential is.
 *
 * @param active     the version that new calls and tokens use; null if there is none
 * @param rollbackTo the version that {@link Vault#rollback} would make active again; null if none can be
 * @param draining   the versions that something still stands on, the newest first
 */
public record Rotation(
        CredentialRef ref,
        Phase phase,
        @Nullable Credential active,
        @Nullable Long rollbackTo,
        List<Draining> draining) {
    public Rotation {
        draining = List.copyOf(draining);
    }

    /** Where it is. */
    public enum Phase {
        /** A new version is stored and is being verified; nothing uses it. */
        PENDING("pending"),
        /** The newest version failed its verification; the one before is still active. */
        FAILED("failed"),
        /** An earlier version is active again. */
        ROLLED_BACK("rolled_back"),
        /** The newest version is active, and something still stands on an earlier one. */
        DRAINING("draining"),
        /** Nothing stands on an earlier version any more. */
        DONE("done");

        private final String wire;

        Phase(String wire) {
            this.wire = wire;
        }

        /** Its word in JSON. */
        public String wire() {
            return wire;
        }
    }

    /**
     * A superseded version that is not retired.
     *
     * @param liveCalls   calls that use it
     * @param tokensUntil when the last token that it may have signed has ended; null while calls may still ask for more
     * @param atLatest    when it is retired at the latest, if those calls go on as long as they may
     */
    public record Draining(
            long version, long liveCalls, @Nullable Instant tokensUntil, Instant atLatest) {}

    /** When the last of them is retired at the latest; empty if nothing drains. */
    public Optional<Instant> drainedAtLatest() {
        return draining.stream()
                .map(Draining::atLatest)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }
}
