// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.Contained;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work of many tenants: sequential within a tenant, concurrent across tenants, so that one whose provider hangs delays
 * no other (I7).
 */
public final class TenantTurns<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenantTurns.class);

    private final Function<T, TenantId> tenantOf;
    private final Consumer<T> work;
    private final Set<TenantId> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** {@code work} may fail: it is retried when submitted again. */
    public TenantTurns(Function<T, TenantId> tenantOf, Consumer<T> work) {
        this.tenantOf = tenantOf;
        this.work = work;
    }

    /** The tenants with work in progress. Their other due work need not be queried. */
    public Set<TenantId> busy() {
        return Set.copyOf(busy);
    }

    /** Starts the work and returns; skips work of tenants that are still busy. */
    public void begin(List<T> due) {
        Map<TenantId, List<T>> byTenant = new LinkedHashMap<>();
        due.forEach(one -> byTenant.computeIfAbsent(tenantOf.apply(one), tenant -> new ArrayList<>())
                .add(one));
        byTenant.forEach((tenant, its) -> {
            if (busy.add(tenant)) {
                threads.execute(() -> turn(tenant, its));
            }
        });
    }

    private void turn(TenantId tenant, List<T> its) {
        try {
            its.forEach(this::attempt);
        } finally {
            busy.remove(tenant);
        }
    }

    private void attempt(T one) {
        if (threads.isShutdown()) {
            return;
        }
        try (LogContext _ = LogContext.of(tenantOf.apply(one))) {
            Contained.run(LOG, String.valueOf(one), () -> work.accept(one));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts no more work, waits a moment for work in progress, and interrupts what still runs then. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(Periodic.GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
