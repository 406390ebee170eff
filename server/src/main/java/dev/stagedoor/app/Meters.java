// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.kernel.StaleEpoch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The meters of {@code /metrics} that belong to no feature, and the registry of all. Each of our timers is a histogram
 * with the same buckets, so that nodes can be added up. No meter is tagged with a tenant.
 */
final class Meters implements AutoCloseable {
    private static final double[] BUCKETS = Stream.of(
                    5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private static final DistributionStatisticConfig HISTOGRAM = DistributionStatisticConfig.builder()
            .serviceLevelObjectives(BUCKETS)
            .build();

    private final PrometheusMeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Meters(Features features) {
        registry = features.meters;
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics(),
                        collections,
                        features.on.database())
                .forEach(meters -> meters.bindTo(registry));
        features.meters().forEach(meters -> meters.bindTo(registry));
    }

    /** An empty registry, in which every timer of ours becomes a histogram. */
    static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return isOurTimer(id) ? HISTOGRAM.merge(config) : config;
            }
        });
        return registry;
    }

    private static boolean isOurTimer(Meter.Id id) {
        return id.getType() == Meter.Type.TIMER
                && (id.getName().startsWith("stagedoor.") || id.getName().equals("http.server.requests"));
    }

    /** Counts requests that are decided again because their snapshot was stale, and runs {@code then}. */
    Consumer<StaleEpoch> counting(Consumer<StaleEpoch> then) {
        Counter stale = Counter.builder("stagedoor.stale.epochs")
                .description("Requests decided again because their snapshot was stale")
                .register(registry);
        return epoch -> {
            stale.increment();
            then.accept(epoch);
        };
    }

    @Override
    public void close() {
        collections.close();
    }
}
