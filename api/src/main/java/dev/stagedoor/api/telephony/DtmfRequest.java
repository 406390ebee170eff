// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** Presses keys in a phone call. */
public record DtmfRequest(
        @JsonPropertyDescription("Digits, *, #, A to D, and w for half a second's silence.") @NotBlank @Size(max = MAX)
        String digits) {
    /** The most keys that one request may press. */
    public static final int MAX = 64;

    /** Without the keys: they may be somebody's PIN. */
    @Override
    public String toString() {
        return "DtmfRequest[]";
    }
}
