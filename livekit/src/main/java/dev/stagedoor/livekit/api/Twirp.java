// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ServerGrant;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Twirp with JSON over one HttpClient: sign, send once, read within bounds, classify failures. */
final class Twirp implements AutoCloseable {
    /** The longest answer that is one room, participant, track or dispatch, or nothing, in bytes. */
    private static final int LONGEST_SINGLE = 512 << 10;

    /** The longest answer that is a list, in bytes. */
    static final int LONGEST_LIST = 4 << 20;

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    /** A call's token lives for the call's deadline plus a minute of clock skew. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** The HttpClient's own timer knows whether it was still connecting, so it fires first. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final AddressPolicy policy;
    private final Clock clock;
    private final HttpClient http;

    Twirp(AddressPolicy policy, Clock clock) {
        if (!policy.equals(AddressPolicy.ANYWHERE)) {
            AddressGuard.requireInstalled();
        }
        this.policy = policy;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    /** The grant that a call needs: something in one room, or one server-wide grant. */
    record Grants(VideoGrant video, @Nullable ServerGrant server) {}

    static Grants anywhere(ServerGrant grant) {
        return new Grants(VideoGrant.NONE, grant);
    }

    /** An empty answer. */
    record Nothing() {}

    /** An answer that is a list. */
    interface Listing {}

    /**
     * The project to call, the bounds of each call, and what the call's token carries besides its grants.
     *
     * @param timeout the deadline
     * @param longest the longest answer, in bytes
     */
    record Target(
            Twirp twirp,
            Project project,
            Duration timeout,
            int longest,
            @Nullable RoomConfiguration carried) {
        Target {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("timeout is shorter than a millisecond");
            }
        }

        Target within(Duration other) {
            return new Target(twirp, project, other, longest, carried);
        }

        Target upTo(int bytes) {
            return new Target(twirp, project, timeout, bytes, carried);
        }

        Target carrying(RoomConfiguration configuration) {
            return new Target(twirp, project, timeout, longest, configuration);
        }

        <T> T call(String service, String method, JsonBytes body, Grants grants, Class<T> answer) {
            var response =
                    twirp.send(atMost(answer), service, method, body.close().toBytes(), grants);
            if (response.statusCode() != 200) {
                throw TwirpErrors.sort(method, response);
            }
            var value = parse(response.body(), answer);
            if (value == null) {
                throw new LiveKitException.MalformedAnswer(
                        200, method + ": HTTP 200, but the body is not the JSON LiveKit sends", null);
            }
            return value;
        }

        private Target atMost(Class<?> answer) {
            return Listing.class.isAssignableFrom(answer) ? this : upTo(Math.min(longest, LONGEST_SINGLE));
        }
    }

    /** Null if it cannot be parsed. The parser's message is dropped: it can quote what the server sent. */
    static <T> @Nullable T parse(byte[] body, Class<T> answer) {
        try {
            return WireJson.ANSWERS.readValue(body, answer);
        } catch (IOException e) {
            return null;
        }
    }

    private HttpResponse<byte[]> send(Target target, String service, String method, byte[] body, Grants grants) {
        var url = target.project().url();
        long end = System.nanoTime() + target.timeout().plus(GRACE).toNanos();
        var request = HttpRequest.newBuilder(URI.create(url.http() + "/twirp/livekit." + service + "/" + method))
                .timeout(target.timeout())
                .header("Authorization", "Bearer " + token(target, grants))
                .header("Content-Type", "application/json")
                .header("X-Twirp-Timeout-Ms", Long.toString(target.timeout().toMillis()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        var lease = AddressGuard.enter(url, policy, target.project().signer().keyId());
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = http.sendAsync(
                    request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), target.longest()));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        // Not when the caller gives up: the guard must stay as long as the client may still connect.
        var _ = answer.whenComplete((_, _) -> lease.close());
        return await(method, answer, end);
    }

    /** A request's own timeout ends at the headers; this one covers the body as well. */
    private static HttpResponse<byte[]> await(String method, CompletableFuture<HttpResponse<byte[]>> answer, long end) {
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw TwirpErrors.broken(method, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new LiveKitException.NoAnswer(method + ": no answer within the deadline", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new LiveKitException.NoAnswer(method + ": interrupted while waiting for the answer", e);
        }
    }

    private String token(Target target, Grants grants) {
        var token = AccessToken.forServer()
                .video(grants.video())
                .roomConfig(target.carried())
                .ttl(target.timeout().plus(CLOCKS_DIFFER));
        if (grants.server() != null) {
            token.allowUnscoped(grants.server());
        }
        return target.project().signer().sign(token.build(), clock.instant()).jwt();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
