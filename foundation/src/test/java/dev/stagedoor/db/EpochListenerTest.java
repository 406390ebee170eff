// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A node learns of the epochs that others raise and drops what they made stale")
class EpochListenerTest {
    private static final Principal JOB = new Principal.SystemJob("test", "req_1");
    private static final String LISTENING = """
        SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND query = 'LISTEN stagedoor_epoch'\
        """;

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static Ledger elsewhere;

    @BeforeAll
    static void open() {
        elsewhere = new Ledger(DB.node(), Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        elsewhere.close();
    }

    @Test
    void across_a_lost_connection_too() {
        Snapshots snapshots = new Snapshots(DB.database(), Clock.systemUTC());
        try (EpochListener _ = new EpochListener(DB.database(), snapshots)) {
            until("it listens", () -> DB.count(LISTENING) == 1);
            Snapshot before = snapshots.of(TenantId.PLATFORM);
            assertThat(snapshots.of(TenantId.PLATFORM)).as("kept").isSameAs(before);

            raise();
            until("it is dropped", () -> snapshots.of(TenantId.PLATFORM) != before);
            assertThat(snapshots.of(TenantId.PLATFORM).proof().epoch())
                    .isEqualTo(before.proof().epoch() + 1);

            DB.count(LISTENING.replace("count(*)", "count(pg_terminate_backend(pid))"));
            until("it hears again", () -> heardAfterRaise(snapshots));
        }
        assertThat(DB.count(LISTENING)).as("the connection is given back").isZero();
    }

    /** A notification sent before the listener is connected is lost; a later one is received. */
    private static boolean heardAfterRaise(Snapshots snapshots) {
        Snapshot kept = snapshots.of(TenantId.PLATFORM);
        raise();
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (System.nanoTime() < end) {
            if (snapshots.of(TenantId.PLATFORM) != kept) {
                return true;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return false;
    }

    private static void raise() {
        elsewhere.changing(JOB, TenantId.PLATFORM, change -> {
            change.append(Draft.of(JOB, change.now(), "operator_key.revoke", "key", "{}"));
            change.raiseEpoch();
        });
    }

    private static void until(String what, BooleanSupplier isTrue) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!isTrue.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long: %s", what).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
