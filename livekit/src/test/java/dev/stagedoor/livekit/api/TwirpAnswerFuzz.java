// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.stagedoor.livekit.sip.SipParticipant;
import dev.stagedoor.livekit.sip.SipTransfer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any answer is either read or becomes an exception whose message is bounded and contains no token. */
final class TwirpAnswerFuzz {
    private static final List<Class<?>> ANSWERS = List.of(
            Room.class,
            Participant.class,
            AgentDispatch.class,
            Track.class,
            SipService.InboundTrunks.class,
            SipService.OutboundTrunks.class,
            SipService.DispatchRules.class,
            SipParticipant.class,
            SipTransfer.class);

    @FuzzTest(maxDuration = "5s")
    void read(byte[] input) {
        for (var type : ANSWERS) {
            var value = Twirp.parse(input, type);
            assertThat(value == null || type.isInstance(value)).isTrue();
        }
        int status = 201 + (input.length == 0 ? 0 : (input[0] & 0xff) * 399 / 255);
        for (var method : List.of("ListDispatch", "CreateSIPParticipant")) {
            var answer = TwirpErrors.read(method, status, input);
            var failure = TwirpErrors.sort(answer, new String(input, StandardCharsets.ISO_8859_1));
            assertThat(failure.getMessage())
                    .hasSizeLessThan(800)
                    .doesNotContainPattern("eyJ[A-Za-z0-9_-]")
                    .doesNotContain("\n");
            assertThat(answer.meta()).hasSizeLessThanOrEqualTo(16);
            assertThat(answer.meta().toString()).doesNotContain("\n").doesNotContainPattern("eyJ[A-Za-z0-9_-]");
        }
    }
}
