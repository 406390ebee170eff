// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Whatever a front end reports is taken or refused, and never passes for what we know of the caller. */
final class IncomingCallFuzz {
    @FuzzTest(maxDuration = "5s")
    void take(FuzzedDataProvider input) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("phone_number", input.consumeString(20));
        metadata.put("is_caller", input.consumeString(5));
        metadata.put(input.consumeString(20), input.consumeString(50));
        IncomingCall sent = new IncomingCall(
                input.consumeString(30), input.consumeString(20), input.consumeString(20), null, metadata);
        try {
            Incoming call = Incoming.of(sent, Optional.empty(), true, "req_1");
            JsonNode told = Json.read(call.participantMetadata(), JsonNode.class);
            assertThat(told.path("phone_number").asText())
                    .isEqualTo(call.caller().text());
            assertThat(told.path("is_caller").asBoolean()).isTrue();
            assertThat(call.caller().identity()).startsWith("caller-").doesNotContain(" ", "@");
            assertThat(call.digest())
                    .isEqualTo(
                            Incoming.of(sent, Optional.empty(), true, "req_2").digest());
        } catch (Problem refused) {
            assertThat(refused.code()).isIn(ErrorCode.INVALID_REQUEST, ErrorCode.MALFORMED_REQUEST);
        }
    }
}
