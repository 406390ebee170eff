// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a change of the master key is. */
public record MasterKeyRewrap(
        @JsonPropertyDescription("The id of the master key that wraps: the first of the node's key file.")
        String masterKey,

        @JsonPropertyDescription("Whether it wraps every data key, and nothing may be wrapped by another any more.")
        boolean done,

        @JsonPropertyDescription("How many data keys this request wrapped anew.")
        long rewrapped,

        @JsonPropertyDescription("How many data keys other master keys still wrap.")
        List<Waiting> waiting,

        @JsonPropertyDescription("Tenants whose data key none of the node's master keys opens.")
        List<Straggler> stragglers,

        @JsonPropertyDescription("Master keys that were replaced: the database takes nothing that they wrap.")
        List<String> retired,

        @JsonPropertyDescription("Pass this as after, to go on; absent at the end.") @Nullable
        String next) {
    public MasterKeyRewrap {
        waiting = List.copyOf(waiting);
        stragglers = List.copyOf(stragglers);
        retired = List.copyOf(retired);
    }

    /** A master key, and how many data keys it still wraps. */
    public record Waiting(String masterKey, long dataKeys) {}

    /** A tenant, and the master key that wraps its data key. */
    public record Straggler(String tenantId, String masterKey) {}
}
