// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.numbers;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a phone number counts as the tenant's. */
public enum NumberState {
    /** The tenant says that it is theirs; no call is routed by it. */
    @JsonProperty("pending")
    PENDING,

    /** It is the tenant's, and nobody else's. */
    @JsonProperty("active")
    ACTIVE
}
