// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.AddressGuard;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls to providers over HTTP/1.1, on the caller's own (virtual) thread. It connects only to permitted addresses
 * (I8) and follows no redirect. Answers of two tenants never share a connection at the same time, nor its flow control
 * (I7).
 */
final class GuardedTransport implements AutoCloseable {
    /** Set by the HTTP client itself. */
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");

    private static final TimeValue KEPT = TimeValue.ofMinutes(1);

    private final CloseableHttpClient http;
    private final IdleStreams streams;
    private final Executor async = Executors.newVirtualThreadPerTaskExecutor();

    GuardedTransport(Egress egress, Duration connectTimeout, Duration idleTimeout) {
        AddressGuard.requireInstalled();
        this.http = client(connections(egress, connectTimeout));
        this.streams = new IdleStreams(idleTimeout);
    }

    /** Without a limit of their number: one tenant's slow gateway must not take the connections of others (I7). */
    private static PoolingHttpClientConnectionManager connections(Egress egress, Duration connectTimeout) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(_ -> new ModelConnection())
                .setDnsResolver(new GuardedNames((host, address) -> egress.permits(address)))
                .setTlsSocketStrategy(ClientTlsStrategyBuilder.create()
                        .setHostVerificationPolicy(HostnameVerificationPolicy.BUILTIN)
                        .buildClassic())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(TimeValue.of(connectTimeout).toTimeout())
                        .build())
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(TimeValue.of(connectTimeout).toTimeout())
                        .build())
                .setMaxConnPerRoute(Integer.MAX_VALUE)
                .setMaxConnTotal(Integer.MAX_VALUE)
                .build();
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .evictIdleConnections(KEPT)
                .setDefaultRequestConfig(
                        RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    /** For the vendor's client, on behalf of that tenant; nothing to close. */
    HttpClient of(TenantId tenant) {
        return new OfTenant(tenant);
    }

    private final class OfTenant implements HttpClient {
        private final TenantId tenant;

        OfTenant(TenantId tenant) {
            this.tenant = tenant;
        }

        @Override
        public HttpResponse execute(HttpRequest request, RequestOptions options) {
            return send(prepared(request), options.getTimeout() == null ? null : streams.idleTimeout(), tenant);
        }

        @Override
        public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
            return CompletableFuture.supplyAsync(() -> execute(request, options), async);
        }

        @Override
        public void close() {
            // The transport is everybody's.
        }
    }

    private static HttpUriRequestBase prepared(HttpRequest request) {
        HttpUriRequestBase sent = new HttpUriRequestBase(request.method().name(), URI.create(request.url()));
        Headers headers = request.headers();
        for (String name : headers.names()) {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                headers.values(name).forEach(value -> sent.addHeader(name, value));
            }
        }
        HttpRequestBody body = request.body();
        if (body != null) {
            String type = body.contentType();
            sent.setEntity(new EntityTemplate(
                    body.contentLength(), type == null ? null : ContentType.parse(type), null, body::writeTo));
        }
        return sent;
    }

    /**
     * Sends it on behalf of that tenant.
     *
     * @param within until the headers of the answer arrive; null for as long as it takes
     * @throws AnthropicIoException if there is no answer
     * @throws dev.stagedoor.livekit.api.LiveKitException if the host's address is not permitted, or not to be found
     */
    Answered send(HttpUriRequestBase request, @Nullable Duration within, TenantId tenant) {
        IdleStreams.Watch watch = streams.begin(request::cancel, within);
        boolean answered = false;
        try {
            ClassicHttpResponse response = GuardedNames.of(tenant).call(() -> http.executeOpen(null, request, null));
            Answered answer = new Answered(request, response, watch);
            answered = true;
            return answer;
        } catch (IOException | IllegalStateException failed) {
            // The pool's answer to whoever comes, or goes, after its end is an IllegalStateException.
            throw new AnthropicIoException(
                    Thread.currentThread().isInterrupted() ? "the request was interrupted" : "the request failed",
                    failed);
        } finally {
            if (!answered) {
                watch.over();
                request.cancel();
            }
        }
    }

    @Override
    public void close() {
        streams.close();
        http.close(CloseMode.IMMEDIATE);
    }
}
