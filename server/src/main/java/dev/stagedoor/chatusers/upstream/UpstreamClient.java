// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.outbound.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API of upstream servers: once each, within a deadline, only to permitted addresses (I8), without following
 * redirects.
 */
public final class UpstreamClient implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final int LONGEST_ANSWER = 512 << 10;

    private final Duration timeout;
    private final GuardedHttp http;

    /** A client that goes only where {@code egress} permits, and waits that long for an answer. */
    public UpstreamClient(Egress egress, Duration timeout) {
        this.timeout = timeout;
        this.http = new GuardedHttp(egress, CONNECT_WITHIN);
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
        HttpResponse<byte[]> response = answer(tenant, server, call, within);
        int status = response.statusCode();
        JsonNode body = parsed(response.body());
        if (status / 100 != 2) {
            throw UpstreamFailed.of(status, body.path("code").asText(""));
        }
        return body;
    }

    /**
     * Opens the WebSocket that an access is for.
     *
     * @param query what is added to its URL, as {@code &name=value}; may be empty
     * @throws UpstreamFailed if it cannot be had
     */
    WebSocket open(TenantId tenant, UpstreamAccess access, String query, WebSocket.Listener listener) {
        URI url = access.socket();
        String joint = url.getRawQuery() == null ? "?" : "&";
        URI whole = query.isEmpty() ? url : URI.create(url + joint + query);
        List<String> protocols =
                List.of("stagedoor.v1", "stagedoor.token." + access.token().revealText());
        try {
            return http.open(
                    tenant,
                    ServerUrl.parse(url.getScheme() + "://" + url.getRawAuthority()),
                    new GuardedHttp.Opening(whole, protocols, timeout),
                    listener);
        } catch (LiveKitException e) {
            throw new UpstreamFailed(Why.UNAVAILABLE, "the server's address may not be called, or is unknown", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UpstreamFailed(Why.UNAVAILABLE, "no WebSocket", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailed(Why.UNAVAILABLE, "interrupted", e);
        }
    }

    private HttpResponse<byte[]> answer(TenantId tenant, UpstreamServer server, Call call, Duration within) {
        try {
            return http.send(
                    tenant,
                    server.url(),
                    request(server, call, within),
                    new GuardedHttp.Bounds(LONGEST_ANSWER, within));
        } catch (LiveKitException e) {
            throw new UpstreamFailed(Why.UNAVAILABLE, "the server's address may not be called, or is unknown", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new UpstreamFailed(Why.UNAVAILABLE, "no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFailed(Why.UNAVAILABLE, "interrupted", e);
        }
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
        http.close();
    }
}
