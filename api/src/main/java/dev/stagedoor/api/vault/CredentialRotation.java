// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the change of a credential is, and what still stands on earlier versions. */
public record CredentialRotation(
        String kind,

        @JsonPropertyDescription("The name, of a kind of which a tenant may have many.") @Nullable
        String name,

        @JsonPropertyDescription("pending, failed, draining, done or rolled_back.")
        String phase,

        @JsonPropertyDescription("The version that new calls and tokens use; absent if there is none.") @Nullable
        CredentialView active,

        @JsonPropertyDescription("The version that a rollback makes active again; absent if none can be.") @Nullable
        Long rollbackTo,

        @JsonPropertyDescription("Superseded versions that something still stands on, the newest first.")
        List<DrainingVersion> draining,

        @JsonPropertyDescription("When the last of them is retired at the latest.") @Nullable
        Instant drainedAtLatest,

        @JsonPropertyDescription("The secret, if it was generated: whsec_…. It is never shown again.") @Nullable
        String secret) {
    public CredentialRotation {
        draining = List.copyOf(draining);
    }

    /** A superseded version that is not retired: its calls, and its tokens, still use it. */
    public record DrainingVersion(
            long version,

            @JsonPropertyDescription("Calls that use it.") long liveCalls,

            @JsonPropertyDescription(
                    "When the last token that it may have signed has ended; absent while its calls may ask for more.")
            @Nullable
            Instant tokensUntil,

            @JsonPropertyDescription("When it is retired at the latest, if its calls go on as long as they may.")
            Instant drainedAtLatest) {}

    /** Without the secret. */
    @Override
    public String toString() {
        return "CredentialRotation[" + kind + ", " + phase + "]";
    }
}
