// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.outbound;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An HTTP client that goes only where egress permits. */
public final class GuardedHttp implements AutoCloseable {
    private final AddressPolicy policy;
    private final HttpClient http;

    /**
     * What an answer may take.
     *
     * @param longest its body, in bytes
     * @param within  until all of it is there
     */
    public record Bounds(int longest, Duration within) {}

    /** Connects within that time. */
    public GuardedHttp(Egress egress, Duration connectTimeout) {
        AddressGuard.requireInstalled();
        this.policy = (host, address) -> egress.permits(address);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(connectTimeout)
                .build();
    }

    /**
     * The answer to a request, on behalf of that tenant.
     *
     * @param request has {@code bounds.within()} as its own timeout, too, which ends at the headers
     * @throws LiveKitException.AddressRefused if egress does not permit the address
     * @throws LiveKitException if the name does not resolve
     * @throws ExecutionException if there is no answer, or it is too long
     * @throws TimeoutException if it is not there in time
     */
    public HttpResponse<byte[]> send(TenantId tenant, ServerUrl server, HttpRequest request, Bounds bounds)
            throws ExecutionException, TimeoutException, InterruptedException {
        long end = System.nanoTime() + bounds.within().toNanos();
        CompletableFuture<HttpResponse<byte[]>> answer = begun(tenant, server, request, bounds.longest());
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> begun(
            TenantId tenant, ServerUrl server, HttpRequest request, int longest) {
        AddressGuard.Lease lease = AddressGuard.enter(server, policy, tenant);
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), longest));
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        // Not when the caller gives up: the guard must stay as long as the client may still connect.
        var _ = answer.whenComplete((_, _) -> lease.close());
        return answer;
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
