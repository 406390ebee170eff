// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.outbound.GuardedHttp;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a LiveKit server whether a token's holder may join: {@code GET /rtc/validate}. */
final class Validator {
    static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final GuardedHttp.Bounds BOUNDS = new GuardedHttp.Bounds(4 << 10, PATIENCE);
    private static final int SHOWN = 120;

    private static final int SECRET = 32;

    private final GuardedHttp http;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * What LiveKit says of a token.
     *
     * @param status   of HTTP: 200 if its holder may join
     * @param text     its reason, shortened
     * @param date     when it answered by its own clock; null if it does not say
     * @param answered when its answer was here by our clock
     * @param took     from the question to the answer
     */
    record Said(int status, String text, @Nullable Instant date, Instant answered, Duration took) {
        boolean admits() {
            return status == 200;
        }

        /** Whether it refuses the token itself, and is not merely out of order. */
        boolean refuses() {
            return status == 400 || status == 401 || status == 403;
        }
    }

    Validator(GuardedHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    /**
     * Its answer.
     *
     * @throws Problem {@code provider_unavailable} if there is none
     */
    Said ask(TenantId tenant, ServerUrl server, String jwt) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.http() + "/rtc/validate?access_token=" + jwt))
                .timeout(PATIENCE)
                .GET()
                .build();
        long began = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = http.beginning(tenant, server, request, BOUNDS);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            String date = answer.headers().firstValue("Date").orElse(null);
            return new Said(answer.statusCode(), text(answer.body(), jwt), time(date), clock.instant(), took);
        } catch (ExecutionException | TimeoutException | LiveKitException unanswered) {
            throw Problem.of(
                            ErrorCode.PROVIDER_UNAVAILABLE,
                            "The tenant's LiveKit server did not say whether it admits a token.")
                    .causedBy(unanswered);
        }
    }

    /**
     * Its answer to a token that names that key, and is signed with a secret that nobody has: it is worth nothing, wherever
     * it goes, and tells nothing of the key's own secret.
     *
     * @throws Problem {@code provider_unavailable} if there is none
     */
    Said askForged(TenantId tenant, ServerUrl server, String keyId, AccessToken token) throws InterruptedException {
        byte[] nobodys = new byte[SECRET];
        random.nextBytes(nobodys);
        try (ApiKey key = ApiKey.of(keyId, nobodys)) {
            return ask(tenant, server, new TokenSigner(key, clock).sign(token).jwt());
        }
    }

    /** The token is not repeated. */
    private static String text(byte[] body, String jwt) {
        String text = new String(body, StandardCharsets.UTF_8).replace(jwt, "…").strip();
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return PlainText.isStorable(shown) ? shown : "";
    }

    private static @Nullable Instant time(@Nullable String date) {
        try {
            return date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
