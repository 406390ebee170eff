// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A phone call that a SIP front end has received and asks us about. Unknown fields are ignored, as its senders add some. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IncomingCall(
        @JsonPropertyDescription("Who calls: a number in E.164, or what the carrier says instead, as anonymous.")
        @NotNull
        @Size(max = 256)
        String from,

        @JsonPropertyDescription("The called number in E.164, by which the tenant and the agent are found.")
        @NotBlank
        @Size(max = 256)
        String to,

        @JsonPropertyDescription("The front end's own id of the call: the same call is answered once.")
        @JsonProperty("callId")
        @JsonAlias("call_id")
        @Size(min = 1, max = 128)
        @Nullable
        String callId,

        @JsonPropertyDescription("The trunk that it came by.")
        @JsonProperty("trunkId")
        @JsonAlias("trunk_id")
        @Size(max = 128)
        @Nullable
        String trunkId,

        @JsonPropertyDescription("Passed on to the agent; never replaces what the server says of the call.")
        @Size(max = 32)
        @Nullable
        Map<@Size(min = 1, max = 64) String, @NotNull @Size(max = 1024) String> metadata) {}
