// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Goes through all tenants that a question finds, some at a time, so that they need not fit into memory. */
public final class TenantPages {
    private TenantPages() {}

    /**
     * Does the work for each of them, which must not fail for one so that it keeps the others (I7). Ends early when the thread is
     * interrupted.
     *
     * @param page the first few tenants after an id, in order; "" is before all
     * @return for how many
     */
    public static int each(Function<String, List<TenantId>> page, Consumer<TenantId> work) {
        int tenants = 0;
        List<TenantId> some = page.apply("");
        while (!some.isEmpty() && !Thread.currentThread().isInterrupted()) {
            some.forEach(work);
            tenants += some.size();
            some = page.apply(some.getLast().value());
        }
        return tenants;
    }
}
