// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.models;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** An agent's worker asks for the lease of its dispatch. */
public record RedeemModelLease(
        @JsonPropertyDescription("The dispatch, as the job's metadata has it: dsp_….") @NotBlank @Size(max = 64)
        String dispatchId) {}
