// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SentRequest;
import java.time.Instant;
import java.util.List;

/** Whatever is sent to a carrier's webhook is no carrier's, and is either read or refused as malformed. */
final class CarrierFuzz {
    private static final List<CarrierSecret> SECRETS =
            List.of(new CarrierSecret(Secret.of("fedcba9876543210fedcba9876543210")));
    private static final PublicAddress ADDRESS = new PublicAddress("https://stagedoor.example");
    private static final List<String> TYPES =
            List.of("application/x-www-form-urlencoded", "application/json", "text/plain", "");

    @FuzzTest(maxDuration = "5s")
    void read(FuzzedDataProvider input) {
        Carriers.Known known = input.pickValue(Carriers.ALL);
        SentRequest request = SentRequest.post(
                        "/webhooks/" + known.carrier().name() + "/voice?" + input.consumeString(20),
                        input.pickValue(TYPES),
                        input.consumeBytes(2_000))
                .with(known.header(), input.consumeString(100))
                .with("telnyx-timestamp", input.consumeString(20))
                .with("x-plivo-signature-v3-nonce", input.consumeRemainingAsString());
        assertThat(known.carrier().verify(request, ADDRESS, SECRETS, Instant.EPOCH))
                .isFalse();
        refusedAtMost(() -> known.carrier().calledNumber(request));
        refusedAtMost(() -> answered(known.carrier(), request));
    }

    private static void answered(Carrier carrier, SentRequest request) {
        var event = carrier.read(request);
        Caller caller = Caller.of(event.parties().caller(), event.parties().from());
        assertThat(caller.identity()).startsWith("caller-").doesNotContain(" ", "@");
        assertThat(carrier.refuse(event, Refusal.FORBIDDEN).status()).isBetween(200, 499);
        assertThat(carrier.acknowledge(event).status()).isBetween(200, 299);
    }

    private static void refusedAtMost(Runnable reading) {
        try {
            reading.run();
        } catch (Problem refused) {
            assertThat(refused.code()).isIn(ErrorCode.MALFORMED_REQUEST, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }
}
