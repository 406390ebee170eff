// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Carries the vendor client's calls on the JDK's HTTP client: it goes only to permitted addresses (I8), follows no
 * redirect, and holds no thread of the platform while a stream is open.
 */
final class GuardedTransport implements com.anthropic.core.http.HttpClient {
    /** Set by the JDK's client itself, which refuses them. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final AddressPolicy policy;
    private final HttpClient http;
    private final IdleStreams streams;
    private final Executor async = Executors.newVirtualThreadPerTaskExecutor();

    GuardedTransport(Egress egress, Duration connectTimeout, Duration idleTimeout) {
        AddressGuard.requireInstalled();
        this.policy = (host, address) -> egress.permits(address);
        this.http = HttpClient.newBuilder()
                // Answers of several tenants on one connection would share its flow control (I7).
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        this.streams = new IdleStreams(idleTimeout);
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        return execute(request, options.getTimeout() == null ? null : streams.idleTimeout());
    }

    /** Sends it; fails unless the headers of the answer arrive {@code within} that time. */
    HttpResponse execute(HttpRequest request, @Nullable Duration within) {
        URI uri = URI.create(request.url());
        ServerUrl server = ServerUrl.parse(uri.getScheme() + "://" + uri.getRawAuthority());
        try (AddressGuard.Lease _ = AddressGuard.enter(server, policy)) {
            return new Response(http.send(prepared(uri, request, within), BodyHandlers.ofInputStream()), streams);
        } catch (IOException broken) {
            throw new AnthropicIoException("the request failed", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AnthropicIoException("the request was interrupted", stopped);
        }
    }

    private java.net.http.HttpRequest prepared(URI uri, HttpRequest request, @Nullable Duration within) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(uri)
                .method(request.method().name(), body(request.body()));
        if (within != null) {
            builder.timeout(within);
        }
        Headers headers = request.headers();
        for (String name : headers.names()) {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                headers.values(name).forEach(value -> builder.header(name, value));
            }
        }
        String type = request.body() == null ? null : request.body().contentType();
        return type == null
                ? builder.build()
                : builder.setHeader("Content-Type", type).build();
    }

    private static java.net.http.HttpRequest.BodyPublisher body(@Nullable HttpRequestBody body) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(bytes);
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return CompletableFuture.supplyAsync(() -> execute(request, options), async);
    }

    @Override
    public void close() {
        streams.close();
        http.shutdownNow();
    }

    private record Response(int statusCode, Headers headers, InputStream body) implements HttpResponse {
        Response(java.net.http.HttpResponse<InputStream> response, IdleStreams streams) {
            this(response.statusCode(), headersOf(response), streams.watched(response.body()));
        }

        private static Headers headersOf(java.net.http.HttpResponse<?> response) {
            Headers.Builder headers = Headers.builder();
            response.headers().map().forEach(headers::put);
            return headers.build();
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException alreadyBroken) {
                // Nothing is read from it any more.
            }
        }
    }
}
