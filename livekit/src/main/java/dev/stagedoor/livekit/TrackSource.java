// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.util.Locale;

/** Where a published track comes from (LiveKit's {@code TrackSource}). */
public enum TrackSource {
    @JsonEnumDefaultValue
    UNKNOWN,
    CAMERA,
    MICROPHONE,
    SCREEN_SHARE,
    SCREEN_SHARE_AUDIO;

    private final String claim = name().toLowerCase(Locale.ROOT);

    /** The lower-case value in the token's {@code canPublishSources}, such as {@code screen_share}. */
    public String claim() {
        return claim;
    }
}
