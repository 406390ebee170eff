// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import dev.stagedoor.livekit.TrackSource;
import java.util.Objects;

/**
 * Something a participant publishes (LiveKit's {@code TrackInfo}).
 *
 * @param sid {@code TR_…}
 * @param type audio, video or data
 * @param name set by the publisher
 * @param muted whether it is muted now
 * @param width pixels; 0 for audio
 * @param height pixels; 0 for audio
 * @param source where it comes from
 * @param mimeType of the codec
 */
public record Track(
        String sid, Type type, String name, boolean muted, int width, int height, TrackSource source, String mimeType) {

    public Track {
        sid = Objects.requireNonNullElse(sid, "");
        type = Objects.requireNonNullElse(type, Type.AUDIO);
        name = Objects.requireNonNullElse(name, "");
        source = Objects.requireNonNullElse(source, TrackSource.UNKNOWN);
        mimeType = Objects.requireNonNullElse(mimeType, "");
    }

    /** What a track carries. */
    public enum Type {
        AUDIO,
        VIDEO,
        DATA,
        /** A type that this library does not know. */
        @JsonEnumDefaultValue
        UNKNOWN
    }
}
