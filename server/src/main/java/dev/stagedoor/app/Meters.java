// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.kernel.StaleEpoch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Consumer;

/** The meters of {@code /metrics} besides the router's request timers; none is tagged with a tenant. */
final class Meters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    Meters(Features features) {
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics(),
                        collections,
                        features.on.database())
                .forEach(meters -> meters.bindTo(registry));
        Gauge.builder("stagedoor.ledger.waiting", features.on.ledger(), ledger -> ledger.waiting())
                .description("Grants waiting to be committed")
                .register(registry);
    }

    PrometheusMeterRegistry registry() {
        return registry;
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
        registry.close();
    }
}
