// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.outbound.GuardedHttp;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts events to endpoints as Standard Webhooks say: only to permitted addresses (I8), without redirects, within a time,
 * and reading no more than the beginning of an answer (I7).
 */
final class Sender {
    /** How much of an answer is kept, in bytes. */
    static final int KEPT = 2048;

    private static final int GONE = 410;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final GuardedHttp http;
    private final Clock clock;
    private final Duration timeout;

    Sender(GuardedHttp http, Clock clock, Duration timeout) {
        this.http = http;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * An event that is to be sent.
     *
     * @param secrets that sign it, the newest first
     */
    record Message(TenantId tenant, EndpointUrl url, EventView event, List<Secret> secrets) {}

    /** Sends it once; what went wrong is in the attempt. */
    Delivery.Attempt send(Message message) throws InterruptedException {
        long began = System.nanoTime();
        HttpRequest request = request(message);
        try {
            HttpResponse<byte[]> answer = http.beginning(
                    message.tenant(), message.url().server(), request, new GuardedHttp.Bounds(KEPT, timeout));
            return answered(answer, since(began));
        } catch (LiveKitException.AddressRefused e) {
            return failed("address_not_allowed", began);
        } catch (LiveKitException e) {
            return failed("unresolved", began);
        } catch (TimeoutException e) {
            return failed("timeout", began);
        } catch (ExecutionException e) {
            return failed(word(e.getCause()), began);
        }
    }

    private HttpRequest request(Message message) {
        byte[] body = Json.bytes(message.event());
        Instant now = clock.instant();
        String id = message.event().id();
        return HttpRequest.newBuilder(message.url().uri())
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Stagedoor-Webhooks/1")
                .header("webhook-id", id)
                .header("webhook-timestamp", Signed.timestamp(now))
                .header("webhook-signature", Signed.signatures(message.secrets(), id, now, body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static String word(@Nullable Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof HttpTimeoutException) {
                return "timeout";
            }
            if (one instanceof SSLException) {
                return "tls";
            }
        }
        return "unreachable";
    }

    private Delivery.Attempt answered(HttpResponse<byte[]> answer, Duration took) {
        int status = answer.statusCode();
        String failure = status / 100 == 2 ? null : failure(status);
        boolean asks = status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
        Duration later = asks
                ? answer.headers()
                        .firstValue("Retry-After")
                        .flatMap(this::later)
                        .orElse(null)
                : null;
        return new Delivery.Attempt(status, failure, shown(answer.body()), took, later);
    }

    private static String failure(int status) {
        if (status == GONE) {
            return Delivery.Attempt.GONE;
        }
        return status / 100 == 3 ? "redirect" : "status";
    }

    /** Seconds, or a date (RFC 9110 §10.2.3). */
    private Optional<Duration> later(String retryAfter) {
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
        }
        try {
            Instant at = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(clock.instant(), at)).filter(until -> !until.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** As text without control characters, which neither a terminal nor PostgreSQL should get. */
    private static String shown(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\ufffd").strip();
    }

    private static Delivery.Attempt failed(String word, long began) {
        return new Delivery.Attempt(null, word, "", since(began), null);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
