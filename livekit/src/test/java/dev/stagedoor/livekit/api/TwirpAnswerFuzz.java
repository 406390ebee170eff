// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any answer is either read or becomes an exception whose message is bounded and contains no token. */
final class TwirpAnswerFuzz {
    private static final List<Class<?>> ANSWERS =
            List.of(Room.class, Participant.class, AgentDispatch.class, Track.class);

    @FuzzTest(maxDuration = "5s")
    void read(byte[] input) {
        for (var type : ANSWERS) {
            var value = Twirp.parse(input, type);
            assertThat(value == null || type.isInstance(value)).isTrue();
        }
        int status = 201 + (input.length == 0 ? 0 : (input[0] & 0xff) * 399 / 255);
        var failure = TwirpErrors.sort(
                TwirpErrors.read("ListDispatch", status, input), new String(input, StandardCharsets.ISO_8859_1));
        assertThat(failure.getMessage())
                .hasSizeLessThan(800)
                .doesNotContainPattern("eyJ[A-Za-z0-9_-]")
                .doesNotContain("\n");
    }
}
