// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.UpgradeRows;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** E6: idempotency keys written by an older version, and by a newer one. */
class IdempotencyUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TenantId TENANT = new TenantId("ten_01kjmma2g02zx4t2qcanjgw6t8");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeAll
    static void theFirstVersionsRows() {
        UpgradeRows.load(DB, "idempotency.sql");
    }

    @Test
    void rows_of_the_first_version_are_read() {
        assertThat(find(TENANT, "order-2")).isEqualTo(new IdempotencyStore.Row("hash-2", Map.of("agent", "greeter")));
        assertThat(find(TenantId.PLATFORM, "order-1"))
                .isEqualTo(new IdempotencyStore.Row("hash-1", Map.of("tenant", TENANT.value())));
    }

    @Test
    void ids_are_written_as_the_first_version_reads_them() {
        DB.database().write(TENANT, tx -> {
            IdempotencyStore.insert(tx, "order-4", new IdempotencyStore.Row("hash-4", Map.of("agent", "greeter")), NOW);
            return true;
        });

        assertThat(DB.column("SELECT ids::text FROM idempotency_keys WHERE idempotency_key = 'order-4'"))
                .isEqualTo(DB.column("SELECT ids::text FROM idempotency_keys WHERE idempotency_key = 'order-2'"));
    }

    @Test
    void what_a_newer_version_remembers_beside_the_ids_is_ignored() {
        DB.admin("INSERT INTO idempotency_keys VALUES ('" + TENANT + "', 'order-3', 'hash-3',"
                + " '{\"call\": \"call_1\", \"attempts\": 2, \"links\": [\"a\"]}', '" + NOW + "')");

        assertThat(find(TENANT, "order-3").ids()).isEqualTo(Map.of("call", "call_1"));
    }

    private static IdempotencyStore.Row find(TenantId tenant, String key) {
        return DB.database()
                .read(tenant, tx -> IdempotencyStore.find(tx, key, NOW.minusSeconds(1)))
                .orElseThrow();
    }
}
