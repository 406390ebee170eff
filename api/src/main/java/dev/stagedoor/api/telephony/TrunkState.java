// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a number's trunk and dispatch rule are in the tenant's LiveKit project. */
public enum TrunkState {
    /** As they were written. */
    @JsonProperty("ready")
    READY,

    /** They are missing, or somebody has changed them; provision the number again to repair them. */
    @JsonProperty("drifted")
    DRIFTED,

    /** The tenant is suspended, or the number is not confirmed: nothing of it is in the project. */
    @JsonProperty("withdrawn")
    WITHDRAWN
}
