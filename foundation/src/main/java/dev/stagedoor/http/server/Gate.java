// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What decides who may use the server.
 *
 * @param authenticator authenticates credentials
 * @param limiter       limits the rate of requests
 * @param onStale       called with a {@link StaleEpoch} before the request is authorized again: drops cached state
 * @param rows          holds a tenant's row while a grant is judged again
 */
public record Gate(Authenticator authenticator, RequestLimiter limiter, Consumer<StaleEpoch> onStale, Rows rows) {
    /** Tenants' ledger rows. */
    public interface Rows {
        /** Runs {@code work} while its thread holds the tenant's row, until it first commits. */
        <T> T holding(TenantId tenant, ScopedValue.CallableOp<T, IOException> work) throws IOException;
    }
}
