// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.outbound;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressGuard;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.LiveKitException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** An HTTP client that goes only where egress permits. */
public final class GuardedHttp implements AutoCloseable {
    private final AddressPolicy policy;
    private final HttpClient http;

    /** Virtual, since a WebSocket's listener waits while what it heard is passed on. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("outbound").factory());

    /**
     * What an answer may take.
     *
     * @param longest its body, in bytes
     * @param within  until all of it is there
     */
    public record Bounds(int longest, Duration within) {}

    /**
     * A WebSocket that is to be opened.
     *
     * @param url       with the server's own host and port
     * @param protocols the subprotocols that are offered; may hold a credential
     */
    public record Opening(URI url, List<String> protocols, Duration within) {
        /** Without the subprotocols. */
        @Override
        public String toString() {
            return "Opening[" + url.getHost() + ", " + within + "]";
        }
    }

    /** Connects within that time. */
    public GuardedHttp(Egress egress, Duration connectTimeout) {
        AddressGuard.requireInstalled();
        this.policy = (host, address) -> egress.permits(address);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(connectTimeout)
                .executor(threads)
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
        BodyHandler<byte[]> whole = BodyHandlers.limiting(BodyHandlers.ofByteArray(), bounds.longest());
        return within(bounds.within(), () -> begun(tenant, server, request, whole));
    }

    private static HttpResponse<byte[]> within(
            Duration longest, Supplier<CompletableFuture<HttpResponse<byte[]>>> begin)
            throws ExecutionException, TimeoutException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        CompletableFuture<HttpResponse<byte[]>> answer = begin.get();
        try {
            return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /**
     * As {@link #send}, but of the body only the first {@code bounds.longest()} bytes: the rest is not read, however long
     * it is.
     */
    public HttpResponse<byte[]> beginning(TenantId tenant, ServerUrl server, HttpRequest request, Bounds bounds)
            throws ExecutionException, TimeoutException, InterruptedException {
        return within(bounds.within(), () -> begun(tenant, server, request, FirstBytes.of(bounds.longest())));
    }

    /**
     * Opens a WebSocket on behalf of that tenant.
     *
     * @param listener called by a thread that may wait
     * @throws LiveKitException.AddressRefused if egress does not permit the address
     * @throws LiveKitException if the name does not resolve
     * @throws ExecutionException if the server does not take it
     * @throws TimeoutException if it is not open in time; it never opens then
     */
    public WebSocket open(TenantId tenant, ServerUrl server, Opening opening, WebSocket.Listener listener)
            throws ExecutionException, TimeoutException, InterruptedException {
        AddressGuard.Lease lease = AddressGuard.enter(server, policy, tenant);
        CompletableFuture<WebSocket> opened;
        try {
            WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(opening.within());
            if (!opening.protocols().isEmpty()) {
                builder.subprotocols(
                        opening.protocols().getFirst(),
                        opening.protocols().stream().skip(1).toArray(String[]::new));
            }
            opened = builder.buildAsync(opening.url(), listener);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
        var _ = opened.whenComplete((_, _) -> lease.close());
        boolean taken = false;
        try {
            WebSocket socket = opened.get(opening.within().toNanos(), TimeUnit.NANOSECONDS);
            taken = true;
            return socket;
        } finally {
            if (!taken) {
                var _ = opened.thenAccept(WebSocket::abort);
            }
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> begun(
            TenantId tenant, ServerUrl server, HttpRequest request, BodyHandler<byte[]> body) {
        AddressGuard.Lease lease = AddressGuard.enter(server, policy, tenant);
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = http.sendAsync(request, body);
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
        threads.close();
    }
}
