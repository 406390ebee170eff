// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;

/** A tenant's account with a phone carrier. */
public record CarrierCredentialRequest(
        @JsonPropertyDescription("The carrier's own fields, such as account_sid and auth_token of Twilio.")
        @NotNull
        @Size(min = 1, max = 8)
        Map<@Size(min = 1, max = 64) String, @NotNull @Size(min = 1, max = 512) String> values) {
    /** Without the values, which are secret. */
    @Override
    public String toString() {
        return "CarrierCredentialRequest[" + values.keySet() + "]";
    }
}
