// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A database that is stuck, and tenants that read a lot (I7)")
@Tag("slow")
class HungDatabaseTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId ACME = TenantId.next(NOW);
    private static final TenantId GLOBEX = TenantId.next(NOW);

    /** What a statement may take: as long as the test waits. */
    private static final Duration BRIEF = Duration.ofSeconds(1);

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @Test
    void whoever_reads_stores_or_writes_is_told_within_the_time_of_one_statement() throws IOException {
        try (PostgresProxy proxy = new PostgresProxy(DB.jdbcUrl());
                Database node = DB.node(proxy.jdbcUrl(), BRIEF)) {
            assertThat(node.read(TenantId.PLATFORM, Tx::epoch)).isNotNegative();
            proxy.freeze();

            List<Supplier<Long>> all = List.of(
                    () -> node.read(TenantId.PLATFORM, Tx::epoch),
                    () -> node.store(TenantId.PLATFORM, Tx::epoch),
                    () -> node.write(TenantId.PLATFORM, Tx::epoch));
            List<CompletableFuture<ErrorCode>> told =
                    all.stream().map(HungDatabaseTest::refusal).toList();
            told.forEach(each -> assertThat(each)
                    .succeedsWithin(Duration.ofSeconds(12))
                    .isIn(ErrorCode.BUSY, ErrorCode.AUDIT_UNAVAILABLE));
        }
    }

    private static CompletableFuture<ErrorCode> refusal(Supplier<Long> work) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                throw new AssertionError("it was done: " + work.get());
            } catch (Problem told) {
                return told.code();
            }
        });
    }

    @Test
    void a_statement_that_takes_too_long_is_ended() {
        assertThatThrownBy(() -> DB.node(DB.jdbcUrl(), BRIEF)
                        .read(
                                TenantId.PLATFORM,
                                tx -> tx.query("SELECT pg_sleep(60), :tenant")
                                        .mapToMap()
                                        .one()))
                .hasMessageContaining("statement timeout");
    }

    @Test
    void a_failed_statement_does_not_say_what_it_was_given() {
        assertThatThrownBy(() -> DB.database()
                        .read(
                                TenantId.PLATFORM,
                                tx -> tx.query("SELECT 1 / :zero, :secret, :tenant")
                                        .bind("zero", 0)
                                        .bind("secret", "the tenant's own words")
                                        .mapToMap()
                                        .one()))
                .hasMessageNotContaining("own words")
                .hasStackTraceContaining("division by zero")
                .satisfies(failed -> assertThat(trace(failed)).doesNotContain("own words"));
    }

    private static String trace(Throwable failed) {
        StringWriter text = new StringWriter();
        failed.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_tenant_that_reads_as_much_as_it_can_leaves_connections_to_the_others() throws InterruptedException {
        found(ACME);
        found(GLOBEX);
        CountDownLatch enough = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(2);
        Executor threads = task -> Thread.ofVirtual().start(task);
        List<CompletableFuture<Long>> crowd = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> DB.database().read(ACME, tx -> held(reading, enough)), threads))
                .limit(20)
                .toList();
        reading.await();

        assertThat(DB.database().read(GLOBEX, Tx::epoch)).isNotNegative();
        enough.countDown();
        crowd.forEach(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(20)));
    }

    private static long held(CountDownLatch reading, CountDownLatch enough) {
        reading.countDown();
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private static void found(TenantId tenant) {
        DB.database()
                .write(
                        TenantId.PLATFORM,
                        platform -> DB.database().found(platform, tenant).epoch());
    }
}
