// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.numbers.NumberRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Through which carrier a tenant's agents call, and from which of its numbers. */
public record OutboundTrunkRequest(
        @JsonPropertyDescription("The carrier's SIP host, maybe with a port.")
        @NotBlank
        @Pattern(regexp = TrunkRequest.HOST, message = "must be a host name, maybe with a port")
        @Size(max = 200)
        String address,

        @JsonPropertyDescription("How LiveKit connects to it: auto by default, udp, tcp or tls.")
        @Pattern(regexp = "auto|udp|tcp|tls", message = "must be auto, udp, tcp or tls")
        @Nullable
        String transport,

        @JsonPropertyDescription("What LiveKit logs in to the carrier with; nothing if it is not given.")
        @Size(min = 1, max = 128)
        @Nullable
        String username,

        @JsonPropertyDescription(
                "The password, which is sealed and never shown; the one that was given before, if this is not.")
        @Size(min = 1, max = 128)
        @Nullable
        String password,

        @JsonPropertyDescription(
                "Which of the tenant's confirmed numbers may be called from; all of them if not given.")
        @Size(min = 1, max = 500)
        @Nullable
        List<@NotNull @Pattern(regexp = NumberRequest.E164, message = NumberRequest.E164_IN_WORDS) String> numbers) {
    /** Without the password. */
    @Override
    public String toString() {
        return "OutboundTrunkRequest[" + address + "]";
    }
}
