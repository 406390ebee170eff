// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans to the operator's collector, in batches and beside the work: what a slow or absent collector does not take is
 * dropped, and nobody waits for it. Without an endpoint there is no SDK, no thread and no connection.
 */
public final class Tracing implements AutoCloseable {
    private static final String NAME = "stagedoor";
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** Spans that wait, and that are sent together. */
    private static final int WAITING = 4_096;

    private static final int TOGETHER = 512;

    private final @Nullable SdkTracerProvider provider;

    /** As configured. */
    public Tracing(TracingConfig config) {
        this.provider = config.otlpEndpoint().isEmpty() ? null : provider(config);
    }

    private static SdkTracerProvider provider(TracingConfig config) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.otlpEndpoint().replaceFirst("/+$", "") + "/v1/traces")
                .setConnectTimeout(PATIENCE)
                .setTimeout(PATIENCE)
                .setRetryPolicy(null)
                .build();
        Resource node = Resource.getDefault()
                .merge(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        NAME,
                        AttributeKey.stringKey("service.instance.id"),
                        UUID.randomUUID().toString())));
        return SdkTracerProvider.builder()
                .setResource(node)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampledPercent() / 100.0)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(ROUND)
                        .setExporterTimeout(PATIENCE)
                        .setMaxQueueSize(WAITING)
                        .setMaxExportBatchSize(TOGETHER)
                        .build())
                .build();
    }

    /** Begins spans; they go nowhere without an endpoint. */
    public Tracer tracer() {
        return (provider == null ? TracerProvider.noop() : provider).get(NAME);
    }

    /** Sends what is left, for a short while. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
