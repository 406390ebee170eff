// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether LiveKit Cloud restarts a failed job ({@code JobRestartPolicy}); self-hosted servers ignore it. */
public enum RestartPolicy {
    @JsonEnumDefaultValue
    @JsonProperty("JRP_ON_FAILURE")
    ON_FAILURE,
    @JsonProperty("JRP_NEVER")
    NEVER;

    /** The value in LiveKit's JSON. */
    public String wire() {
        return "JRP_" + name();
    }
}
