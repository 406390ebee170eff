package dev.stagedoor.livekit;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether LiveKit Cloud restarts a failed job ({@code JobRestartPolicy}); a server of your own ignores it. */
public enum RestartPolicy {
    @JsonEnumDefaultValue
    @JsonProperty("JRP_ON_FAILURE")
    ON_FAILURE,
    @JsonProperty("JRP_NEVER")
    NEVER;

    /** The word LiveKit's JSON uses. */
    public String wire() {
        return "JRP_" + name();
    }
}
