// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.client.http.Request.Repeat;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends requests to one server with one key, or with none, within a deadline; retries once where that is safe. */
public final class Transport implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    private final URI server;
    private final @Nullable ApiKey key;
    private final HttpClient http;

    /** To {@code server}, whose scheme is {@code http} or {@code https}. */
    public Transport(URI server, @Nullable ApiKey key) {
        this.server = server;
        this.key = key;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        this.http = (server.getScheme().equals("http") ? builder.sslContext(NoTls.context()) : builder).build();
    }

    /**
     * A server's URL without what does not name the server, such as a / at its end.
     *
     * @throws IllegalArgumentException if it is not an absolute http or https URL, or has more than a host, port and path
     */
    public static URI canonical(URI server) {
        String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || server.getHost() == null) {
            throw new IllegalArgumentException("must be an http or https URL, such as http://127.0.0.1:8080");
        }
        if (server.getRawUserInfo() != null || server.getRawQuery() != null || server.getRawFragment() != null) {
            throw new IllegalArgumentException("must not have a user, a query or a fragment");
        }
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        return URI.create(scheme + "://" + server.getRawAuthority() + path.replaceAll("/+$", ""));
    }

    /** The value of the answer. */
    public <T> T send(Request request, Class<T> answer) {
        return Answers.value(exchange(request), answer);
    }

    /** Sends a request whose answer has no body. */
    public void send(Request request) {
        Answers.nothing(exchange(request));
    }

    private HttpResponse<byte[]> exchange(Request request) {
        HttpRequest.Builder built = built(request);
        // The same Idempotency-Key both times: by it the server recognizes the retry.
        HttpRequest once = built.build();
        try {
            HttpResponse<byte[]> answer = attempt(once, request.deadline());
            Duration after = answer.statusCode() == 503 ? Answers.retryAfter(answer) : null;
            if (after == null || request.repeat() != Repeat.IF_ASKED || after.compareTo(LONGEST_WAIT) > 0) {
                return answer;
            }
            pause(after);
        } catch (UnreachableException e) {
            if (request.repeat() == Repeat.NEVER || !e.outcomeUnknown() || e.getCause() instanceof TimeoutException) {
                throw e;
            }
        }
        return attempt(once, request.deadline());
    }

    /**
     * Posts bytes of JSON as they are, once: what signs them is in {@code headers}.
     *
     * @param path below the server's URL, encoded
     */
    public SentAnswer post(String path, byte[] json, Map<String, String> headers, Duration deadline) {
        HttpRequest.Builder builder = built(Request.post(path, null))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json));
        headers.forEach(builder::header);
        return new SentAnswer(attempt(builder.build(), deadline));
    }

    /** Opens an answer that is read line by line while it arrives. The caller closes it. */
    public Lines open(Request request, String accept, @Nullable String lastEventId) {
        HttpRequest.Builder builder = built(request).setHeader("Accept", accept);
        if (lastEventId != null) {
            builder.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = get(builder.build(), BodyHandlers.ofInputStream(), request.deadline());
        if (answer.statusCode() == 200 && Answers.header(answer, "Content-Type").startsWith(accept)) {
            return new Lines(new IdleStream(answer.body()));
        }
        try (InputStream body = answer.body()) {
            throw Answers.failure(answer, body.readNBytes(64 * 1024));
        } catch (IOException e) {
            throw unreachable("the answer broke off", true, e);
        }
    }

    private HttpRequest.Builder built(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server + request.path() + request.query()))
                .header("Accept", "application/json");
        if (key != null) {
            builder.header("Authorization", key.header());
        }
        if (request.idempotencyKey() != null) {
            builder.header("Idempotency-Key", request.idempotencyKey());
        }
        if (request.body() == null) {
            return builder.method(request.method(), BodyPublishers.noBody());
        }
        return builder.header("Content-Type", "application/json")
                .method(request.method(), BodyPublishers.ofByteArray(bytes(request.body())));
    }

    private static byte[] bytes(Object body) {
        try {
            return WireJson.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            // Without the exception's message, which may quote the body.
            throw new IllegalArgumentException(body.getClass().getSimpleName() + " cannot be written as JSON");
        }
    }

    private HttpResponse<byte[]> attempt(HttpRequest request, Duration deadline) {
        return get(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER), deadline);
    }

    /** The JDK's own timeout ends at the headers; this one covers the body as well. */
    private <T> HttpResponse<T> get(HttpRequest request, BodyHandler<T> handler, Duration deadline) {
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw unreachable("no answer within " + deadline.toSeconds() + " s", true, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable("interrupted", true, e);
        } catch (ExecutionException e) {
            throw sorted(e.getCause() == null ? e : e.getCause());
        }
    }

    private UnreachableException sorted(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e -> unreachable("connecting timed out", false, e);
            case ConnectException e
            when e.getCause() instanceof UnresolvedAddressException -> unreachable("unknown host", false, e);
            case ConnectException e -> unreachable("connection refused", false, e);
            case javax.net.ssl.SSLException e -> unreachable("TLS failed: " + e.getMessage(), false, e);
            default -> unreachable("the connection was lost", true, cause);
        };
    }

    private UnreachableException unreachable(String why, boolean outcomeUnknown, Throwable cause) {
        return new UnreachableException("cannot reach " + server + ": " + why, outcomeUnknown, cause);
    }

    /** Waits; {@link UnreachableException} where the thread is interrupted. */
    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnreachableException("interrupted", false, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
