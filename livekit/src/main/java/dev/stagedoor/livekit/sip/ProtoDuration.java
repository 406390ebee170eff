// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@code google.protobuf.Duration} in JSON: seconds with up to nine decimals, and an s. */
final class ProtoDuration {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{1,9}))?s");

    private ProtoDuration() {}

    static @Nullable String write(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds() + "s";
    }

    /** Empty for null, and for what is no duration. */
    static Optional<Duration> read(@Nullable String text) {
        var parts = SECONDS.matcher(text == null ? "" : text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var decimals = parts.group(2) == null ? "" : parts.group(2);
        long nanos = Long.parseLong((decimals + "000000000").substring(0, 9));
        return Optional.of(Duration.ofSeconds(Long.parseLong(parts.group(1)), nanos));
    }
}
