// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API of upstream servers: once each, within a deadline, only to permitted addresses (I8), without following
 * redirects.
 */
public final class UpstreamClient implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final int LONGEST_ANSWER = 512 << 10;

    private final AddressPolicy policy;
    private final Duration timeout;
    private final HttpClient http;

    /** A client that goes only where {@code egress} permits, and waits that long for an answer. */
    public UpstreamClient(Egress egress, Duration timeout) {
        AddressGuard.requireInstalled();
        this.policy = (host, address) -> egress.permits(address);
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    /** A request of its API. */
    record Call(String method, String path, @Nullable Object body) {}

    /** How long an answer may take. */
    Duration timeout() {
        return timeout;
    }

    /**
     * Whether the server takes the key for its chat users.
     *
     * @throws UpstreamFailed if it does not
     */
    void check(TenantId tenant, UpstreamServer server) {
        send(tenant, server, new Call("GET", "/api/v1/chat-user-policy", null), timeout);
    }

    /**
     * The answer, a JSON object.
     *
     * @throws UpstreamFailed if there is none, or a refusal
     */
    JsonNode send(TenantId tenant, UpstreamServer server, Call call, Duration within) {
        HttpResponse<byte[]> response = await(begin(tenant, server, call, within), within);
        int status = response.statusCode();
        JsonNode body = parsed(response.body());
        if (status / 100 != 2) {
            throw UpstreamFailed.of(status, body.path("code").asText(""));
        }
        return body;
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(
            TenantId tenant, UpstreamServer server, Call call, Duration within) {
        HttpRequest request = request(server, call, within);
        AddressGuard.Lease lease;
        try {
            lease = AddressGuard.enter(server.url(), policy, tenant);
        } catch (LiveKitException notPermitted) {
            throw new UpstreamFailed(Why.UNAVAILABLE, "the server's address is not to be had", notPermitted);
        }
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        // Not when the caller gives up: the guard must stay as long as the client may still connect.
        var _ = answer.whenComplete((_, _) -> lease.close());
        return answer;
    }

    private static HttpRequest request(UpstreamServer server, Call call, Duration within) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url().http() + call.path()))
                .timeout(within)
                .header("Authorization", "Bearer " + server.key().revealText())
                .header("Accept", "application/json");
        Object body = call.body();
        if (body == null) {
            return request.method(call.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(call.method(), BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
    }

    /** A request's own timeout ends at the headers; this one covers the body as well. */
    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, Duration within) {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            throw new UpstreamFailed(Why.UNAVAILABLE, "no answer", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UpstreamFailed(Why.UNAVAILABLE, "interrupted", e);
        }
    }

    /** A body that is no JSON object says nothing. */
    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode read = Json.longReaderFor(JsonNode.class).readTree(body);
            return read == null ? Json.mapper().createObjectNode() : read;
        } catch (IOException | Problem notJson) {
            return Json.mapper().createObjectNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
