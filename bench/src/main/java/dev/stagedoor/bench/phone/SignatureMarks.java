// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.client.sip.WebhookSignature;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.plivo.Plivo;
import dev.stagedoor.telephony.telnyx.Telnyx;
import dev.stagedoor.telephony.twilio.Twilio;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The verification of one request by itself: a right signature, one secret. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SignatureMarks {
    static final String URL = "https://phone.stagedoor.example";
    private static final Instant AT = Instant.ofEpochSecond(1_790_000_000);
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

    private final PublicAddress address = new PublicAddress(URL);
    private final CarrierWebhooks webhooks = CarrierWebhooks.at(URL);
    private final byte[] body = new Report(Callers.of(1), "call-1").body().getBytes(StandardCharsets.UTF_8);
    private final Verified twilio = new Verified(new Twilio(), webhooks);
    private final Verified telnyx = new Verified(new Telnyx(), webhooks);
    private final Verified plivo = new Verified(new Plivo(), webhooks);

    /** A carrier, its request, and what verifies it. */
    record Verified(Carrier carrier, SignedRequest request, List<CarrierSecret> secrets) {
        Verified(Carrier carrier, CarrierWebhooks webhooks) {
            this(carrier, Sent.by(carrier.name(), webhooks), secrets(carrier, webhooks));
        }

        private static List<CarrierSecret> secrets(Carrier carrier, CarrierWebhooks webhooks) {
            Map<String, Secret> account = new HashMap<>();
            webhooks.accounts()
                    .getOrDefault(carrier.name(), Map.of())
                    .forEach((name, value) -> account.put(name, Secret.of(value)));
            return carrier.credential().verifying(account);
        }

        boolean verify(PublicAddress address) {
            return carrier.verify(request, address, secrets, AT);
        }
    }

    /** A carrier's request as the server has it. */
    @SuppressWarnings("ArrayRecordComponent") // only read
    record Sent(String target, Map<String, String> headers, byte[] rawBody) implements SignedRequest {
        static Sent by(String carrier, CarrierWebhooks webhooks) {
            CarrierWebhooks.Form form = CarrierWebhooks.form(carrier, Callers.of(1));
            Map<String, String> headers = new HashMap<>(Map.of("content-type", CarrierWebhooks.FORM));
            webhooks.headers(carrier, form, AT)
                    .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            return new Sent(
                    CarrierWebhooks.path(carrier), headers, form.encoded().getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public String verb() {
            return "POST";
        }

        @Override
        public String path(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }

        @Override
        public String requestId() {
            return "req_benchmark";
        }
    }

    /** The HMAC of a front end's report, by the Java client, which makes it as the server does. */
    @Benchmark
    public Map<String, String> frontEnd() {
        return WebhookSignature.headers(SECRET, AT, body);
    }

    /** HMAC-SHA1, with the port in the URL and without it. */
    @Benchmark
    public boolean twilio() {
        return twilio.verify(address);
    }

    /** Ed25519. */
    @Benchmark
    public boolean telnyx() {
        return telnyx.verify(address);
    }

    /** HMAC-SHA256, with the port in the URL and without it. */
    @Benchmark
    public boolean plivo() {
        return plivo.verify(address);
    }
}
