// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import dev.stagedoor.app.TestServer;
import java.util.List;
import java.util.stream.Collectors;

/** Everything in a database that a request can leave behind. Equal before and after: nothing was stored. */
record Stored(List<String> counts) {
    private static final List<String> TABLES = List.of(
            "audit_entries",
            "tenants",
            "tenant_slugs",
            "app_users",
            "evictions",
            "api_keys",
            "idempotency_keys",
            "credentials",
            "credential_fingerprints",
            "shared_servers",
            "agents",
            "dispatches",
            "calls");

    static Stored in(TestServer server) {
        return new Stored(server.column(TABLES.stream()
                .map(table -> "SELECT '%s ' || count(*) FROM %s".formatted(table, table))
                .collect(Collectors.joining(" UNION ALL "))));
    }
}
