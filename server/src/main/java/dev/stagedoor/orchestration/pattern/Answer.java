// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param text  what the model wrote; empty if the call failed
 * @param form  the input of the tool that it had to call; null if it called none
 * @param error why the call failed, in a code of the API; null if it was answered
 * @param stop  why the model stopped, in the provider's word; null if the call failed, or if nobody said
 */
public record Answer(
        String key,
        String text,
        @Nullable JsonNode form,
        Duration took,
        @Nullable String error,
        @Nullable String stop) {
    /** The stop of an answer that has reached the most tokens of one. */
    public static final String CUT = "max_tokens";

    /** A text. */
    public static Answer text(String key, String text, Duration took) {
        return new Answer(key, text, null, took, null, "end_turn");
    }

    /** A call that failed, in a run that goes on all the same. */
    public static Answer failed(String key, String error, Duration took) {
        return new Answer(key, "", null, took, error, null);
    }

    /** Whether the model answered. */
    public boolean good() {
        return error == null;
    }

    /** Whether it breaks off because it reached the most tokens of an answer. */
    public boolean cut() {
        return CUT.equals(stop);
    }
}
