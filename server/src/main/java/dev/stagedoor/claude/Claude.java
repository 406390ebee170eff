// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientImpl;
import com.anthropic.core.ClientOptions;
import com.anthropic.core.LogLevel;
import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Anthropic's Messages API by the vendor's own client: one for all tenants, built without credentials and without the
 * environment, over a transport that goes only where {@link Egress} permits. A lease gives each call its header (R1).
 */
public final class Claude implements AutoCloseable {
    private static final int TEST_TOKENS = 8;
    private static final String API_VERSION = "2023-06-01";

    /** As the vendor's client says it: without a charset. */
    private static final ContentType JSON = ContentType.create("application/json");

    /** What the vendor's own client waits for an answer that is not streamed. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

    private final ClaudeConfig config;
    private final String baseUrl;
    private final GuardedTransport transport;
    private final AnthropicClient shared;

    /** A client that goes only where {@code egress} permits. */
    public Claude(ClaudeConfig config, Egress egress) {
        this.config = config;
        this.baseUrl = config.baseUrl().replaceFirst("/+$", "");
        this.transport = new GuardedTransport(egress, config.connectTimeout(), config.idleTimeout());
        this.shared = new AnthropicClientImpl(ClientOptions.builder()
                .httpClient(transport.of(TenantId.PLATFORM))
                .baseUrl(config.baseUrl())
                .putHeader("anthropic-version", API_VERSION)
                .maxRetries(config.maxRetries())
                .logLevel(LogLevel.OFF)
                .jsonMapper(json())
                .build());
    }

    /** The vendor's own, but for its buffers: a thread that waits for a model keeps none of them. */
    private static JsonMapper json() {
        JsonMapper json = ObjectMappers.jsonMapper().copy();
        json.getFactory().setRecyclerPool(JsonRecyclerPools.sharedConcurrentDequePool());
        return json;
    }

    /** The shared client as that lease calls with it; keep it no longer than the lease, and do not close it. */
    public AnthropicClient with(Lease lease) {
        return shared.withOptions(options -> {
            options.httpClient(transport.of(lease.tenant()));
            lease.gateway().ifPresent(url -> options.baseUrl(url.http()));
            credential(lease, options::putHeader);
        });
    }

    /**
     * Sends a request on as it is, with that lease's credential. Any answer of the provider's is returned, a refusal too;
     * the caller closes it.
     *
     * @throws RuntimeException for {@link ClaudeProblems}, if there is no answer
     */
    public PassedAnswer pass(Lease lease, PassedRequest request) {
        HttpUriRequestBase sent =
                new HttpPost(lease.gateway().map(ServerUrl::http).orElse(baseUrl) + request.path());
        request.headers().forEach(sent::setHeader);
        sent.setHeader("user-agent", "stagedoor");
        credential(lease, sent::setHeader);
        sent.setEntity(new ByteArrayEntity(request.json(), JSON));
        return new PassedAnswer(transport.send(sent, LONGEST_ANSWER, lease.tenant()));
    }

    private static void credential(Lease lease, BiConsumer<String, String> header) {
        switch (lease.method()) {
            case API_KEY -> header.accept("x-api-key", lease.secret().revealText());
            case GATEWAY, TERMINAL_OAUTH ->
                header.accept("authorization", "Bearer " + lease.secret().revealText());
        }
        if (lease.method() == AuthMethod.TERMINAL_OAUTH) {
            header.accept("anthropic-beta", "oauth-2025-04-20");
        }
    }

    /**
     * One real call of a few tokens; returns how long it took.
     *
     * @throws Problem {@code credential_rejected}, {@code provider_unavailable} and the like; also if the answer has not
     *     ended after {@link ClaudeConfig#idleTimeout}, however often a piece of it arrives
     */
    Duration test(Lease lease) {
        long began = System.nanoTime();
        FutureTask<Message> call = new FutureTask<>(() -> with(lease)
                .messages()
                .create(MessageCreateParams.builder()
                        .model(config.testModel())
                        .maxTokens(TEST_TOKENS)
                        .addUserMessage("Say ok.")
                        .build()));
        Thread.ofVirtual().name("profile-test").start(call);
        try {
            call.get(config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known
                    ? ClaudeProblems.of(known, lease)
                    : new IllegalStateException(failed.getCause());
        } catch (TimeoutException slow) {
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider took too long for its answer.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "The test was interrupted.")
                    .causedBy(stopped);
        } finally {
            call.cancel(true);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The model that {@link #test} asks. */
    String testModel() {
        return config.testModel();
    }

    @Override
    public void close() {
        transport.close();
    }
}
