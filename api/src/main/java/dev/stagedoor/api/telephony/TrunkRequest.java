// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How calls to a number get into the tenant's LiveKit project. */
public record TrunkRequest(
        @JsonPropertyDescription(
                "Whether callers' carriers log in with a user name and password, which are generated; true by default.")
        @Nullable
        Boolean password,

        @JsonPropertyDescription(
                "If there are any, calls come only from these addresses: IP addresses, or blocks as 54.172.60.0/30."
                        + " Needed without a password.")
        @Size(max = 100)
        @Nullable
        List<@NotNull @Size(min = 2, max = 50) String> allowedAddresses) {}
