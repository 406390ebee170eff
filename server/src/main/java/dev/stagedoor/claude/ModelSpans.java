// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.livekit.ServerUrl;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Spans of model calls and of what makes them, by OpenTelemetry's semantic conventions for generative AI 0.1.0
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/v0.1.0/docs/gen-ai/client-inference.md). They say who
 * was asked and what was counted, and never hold a prompt, an answer or the words of an error (S2). Without tracing they
 * cost nothing.
 */
public final class ModelSpans {
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    private static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
    private static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
    private static final AttributeKey<Double> TEMPERATURE = AttributeKey.doubleKey("gen_ai.request.temperature");
    private static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
    private static final AttributeKey<List<String>> STOPS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
    private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
    private static final AttributeKey<Long> OUTPUT = AttributeKey.longKey("gen_ai.usage.output_tokens");
    private static final AttributeKey<Long> CACHE_READ = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    private static final AttributeKey<Long> CACHE_WRITE = AttributeKey.longKey("gen_ai.usage.cache_write.input_tokens");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final String ANTHROPIC = "anthropic";

    /** A gateway may say anything, an answer too. */
    private static final Pattern STOP = Pattern.compile("[a-z_]{1,40}");

    private final Tracer tracer;
    private final String baseUrl;

    ModelSpans(Tracer tracer, String baseUrl) {
        this.tracer = tracer;
        this.baseUrl = baseUrl;
    }

    /**
     * A call.
     *
     * @param agent        who asks
     * @param temperature  null for the model's own
     * @param conversation the run that it belongs to; null for none
     */
    public record Asked(
            String model,
            long maxTokens,
            @Nullable Double temperature,
            String agent,
            boolean stream,
            @Nullable String conversation) {}

    /** The tokens of a call, as the provider counts them: {@code input} without those of the cache. */
    public record Counted(long input, long output, long cacheWritten, long cacheRead) {}

    /** Begins a span for something that makes calls in its own order: {@code invoke_workflow debate}. */
    public Workflow workflow(String name, String conversation) {
        return new Workflow(tracer.spanBuilder("invoke_workflow " + name)
                .setNoParent()
                .setSpanKind(SpanKind.INTERNAL)
                .setAttribute(OPERATION, "invoke_workflow")
                .setAttribute(PROVIDER, ANTHROPIC)
                .setAttribute(AGENT, name)
                .setAttribute(CONVERSATION, conversation)
                .startSpan());
    }

    /** Begins a span for a call with that lease; {@code within} is what makes it, null for nothing that is traced. */
    public Call call(Lease lease, Asked asked, @Nullable Workflow within) {
        SpanBuilder builder = tracer.spanBuilder("chat " + asked.model())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(OPERATION, "chat")
                .setAttribute(PROVIDER, ANTHROPIC)
                .setAttribute(AGENT, asked.agent())
                .setAttribute(MODEL, asked.model())
                .setAttribute(MAX_TOKENS, asked.maxTokens());
        if (within == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root().with(within.span));
        }
        Span span = builder.startSpan();
        if (span.isRecording()) {
            details(span, asked);
            server(span, lease.gateway().map(ServerUrl::http).orElse(baseUrl));
        }
        return new Call(span);
    }

    private static void details(Span span, Asked asked) {
        if (asked.temperature() != null) {
            span.setAttribute(TEMPERATURE, asked.temperature());
        }
        if (asked.stream()) {
            span.setAttribute(STREAM, true);
        }
        if (asked.conversation() != null) {
            span.setAttribute(CONVERSATION, asked.conversation());
        }
    }

    private static void server(Span span, String url) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null) {
                int standard = "http".equals(uri.getScheme()) ? 80 : 443;
                span.setAttribute(ADDRESS, uri.getHost());
                span.setAttribute(PORT, (long) (uri.getPort() < 0 ? standard : uri.getPort()));
            }
        } catch (URISyntaxException notOne) {
            // The call itself will fail, and say why.
        }
    }

    private static void fail(Span span, String error) {
        span.setAttribute(ERROR, error).setStatus(StatusCode.ERROR);
    }

    /** What makes calls; end it once. */
    public static final class Workflow {
        private final Span span;

        private Workflow(Span span) {
            this.span = span;
        }

        /** It has done what it is for. */
        public void completed() {
            span.end();
        }

        /** It has not; {@code error} is a code, and never has details. */
        public void failed(String error) {
            fail(span, error);
            span.end();
        }
    }

    /** A call in progress; end it once. */
    public static final class Call {
        private final Span span;

        private Call(Span span) {
            this.span = span;
        }

        /** The model has answered; {@code stop} says why it ended, null if nobody said. */
        public void answered(@Nullable String stop, Counted counted) {
            end(stop == null ? "error" : STOP.matcher(stop).matches() ? stop : "other", counted);
        }

        /** It has not, or not to the end; {@code error} is a code, and never has details. */
        public void failed(String error, Counted counted) {
            fail(span, error);
            end("error", counted);
        }

        private void end(String stop, Counted counted) {
            span.setAttribute(STOPS, List.of(stop))
                    .setAttribute(INPUT, counted.input() + counted.cacheWritten() + counted.cacheRead())
                    .setAttribute(OUTPUT, counted.output())
                    .setAttribute(CACHE_READ, counted.cacheRead())
                    .setAttribute(CACHE_WRITE, counted.cacheWritten())
                    .end();
        }
    }
}
