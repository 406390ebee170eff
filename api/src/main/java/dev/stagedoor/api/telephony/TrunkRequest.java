// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
        List<@NotNull @Size(min = 2, max = 50) String> allowedAddresses,

        @JsonPropertyDescription(
                "The host, maybe with a port, of the tenant's LiveKit SIP, for carriers whose webhooks we answer; the"
                        + " LiveKit server's own host by default.")
        @Pattern(regexp = HOST, message = "must be a host name, maybe with a port")
        @Size(max = 200)
        @Nullable
        String sipHost,

        @JsonPropertyDescription("How carriers connect to it: tcp by default, or tls.")
        @Pattern(regexp = "tcp|tls", message = "must be tcp or tls")
        @Nullable
        String sipTransport) {
    /** A host name, maybe with a port. */
    public static final String HOST =
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,30}(:[1-9][0-9]{0,4})?";
}
