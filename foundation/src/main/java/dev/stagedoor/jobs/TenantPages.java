// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through all tenants that a question finds, some at a time, so that they need not fit into memory. */
public final class TenantPages {
    private static final Logger LOG = LoggerFactory.getLogger(TenantPages.class);

    private TenantPages() {}

    /**
     * Does the work for each of them. What fails for one tenant is logged, left to the next round, and keeps no other (I7). Ends
     * early when the thread is interrupted.
     *
     * @param what for the log: could not {@code what} of a tenant
     * @param page the first few tenants after an id, in order; "" is before all
     * @return for how many
     */
    public static int each(String what, Function<String, List<TenantId>> page, Consumer<TenantId> work) {
        int tenants = 0;
        List<TenantId> some = page.apply("");
        while (!some.isEmpty() && !Thread.currentThread().isInterrupted()) {
            some.forEach(tenant -> attempt(what, tenant, work));
            tenants += some.size();
            some = page.apply(some.getLast().value());
        }
        return tenants;
    }

    private static void attempt(String what, TenantId tenant, Consumer<TenantId> work) {
        try {
            work.accept(tenant);
        } catch (RuntimeException failed) {
            LOG.warn("could not {} of {}; the next round tries again", what, tenant, failed);
        }
    }
}
