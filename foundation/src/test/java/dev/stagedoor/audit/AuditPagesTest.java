// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A page of a chain reads the parts that it is in, and of each no more than a page")
@Tag("slow")
class AuditPagesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final int MONTHS = 36;
    private static final int ENTRIES = 200_000;
    private static final int PAGE = 50;

    private static LedgerScene scene;
    private static TenantId acme;

    /** Three years, of which all but the last two months are over, and known. */
    @BeforeAll
    static void three_years() {
        scene = new LedgerScene(DB);
        acme = scene.tenant();
        YearMonth first = YearMonth.of(2031, 1);
        for (int month = 0; month < MONTHS; month++) {
            DB.admin("SELECT audit_part('" + first.plusMonths(month).atDay(1) + "T00:00:00Z')");
        }
        DB.admin("""
            INSERT INTO audit_entries
            SELECT tenant_id, n, 'aud_' || n, timestamptz '2031-01-01T00:00:00Z' + n * interval '470 seconds', 'token.mint',
                   'key:k', 't', 'r', '{}', hash, hash
              FROM tenant_ledger, generate_series(2, %2$d) n WHERE tenant_id = '%1$s';
            UPDATE tenant_ledger SET seq = %2$d WHERE tenant_id = '%1$s';
            SELECT audit_close_until('2033-11-01T00:00:00Z', 100);
            ANALYZE audit_entries\
            """.formatted(acme, ENTRIES));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    /** A look into a part, as PostgreSQL tells of it. */
    private record Look(String table, String how, double rows) {}

    /** What the page of the newest before that place reads. */
    private static List<Look> read(long before, List<Long> blocks) {
        String plan = scene.ledger().read(scene.by(), acme, tx -> explained(tx, before - 5000, before - 1));
        JsonNode root = Json.read(plan, JsonNode.class).get(0).get("Plan");
        blocks.add(root.get("Shared Hit Blocks").asLong()
                + root.get("Shared Read Blocks").asLong());
        List<Look> looks = new ArrayList<>();
        collect(root, looks);
        return looks;
    }

    private static String explained(Tx tx, long first, long last) {
        AuditStore.Times times = AuditStore.times(tx, first, last);
        return tx.query("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + AuditStore.NEWEST_FIRST)
                .bind("first", first)
                .bind("last", last)
                .bind("action", (String) null)
                .bind("actor", (String) null)
                .bind("target", (String) null)
                .bind("from", times.from())
                .bind("to", times.to())
                .bind("limit", PAGE)
                .mapTo(String.class)
                .one();
    }

    private static void collect(JsonNode node, List<Look> looks) {
        if (node.has("Relation Name")) {
            looks.add(new Look(
                    node.get("Relation Name").asText(),
                    node.get("Node Type").asText(),
                    node.get("Actual Rows").asDouble()
                            * node.get("Actual Loops").asDouble()));
        }
        node.path("Plans").forEach(below -> collect(below, looks));
    }

    @ParameterizedTest(name = "before {0}: {1} of {2} parts at most")
    @CsvSource({"200001, 5, 40", "100000, 2, 40", "20000, 2, 40"})
    void a_page_anywhere_reads_few_parts_by_their_key(long before, int most, int ofAll) {
        assertThat(DB.count("SELECT count(*) FROM pg_inherits WHERE inhparent = 'audit_entries'::regclass"))
                .isGreaterThanOrEqualTo(ofAll);
        List<Long> blocks = new ArrayList<>();

        List<Look> looks = read(before, blocks);

        assertThat(looks).hasSizeBetween(1, most).allSatisfy(look -> {
            assertThat(look.how()).as(look.table()).startsWith("Index");
            assertThat(look.rows()).as(look.table()).isLessThanOrEqualTo(PAGE);
        });
        assertThat(looks.stream().mapToDouble(Look::rows).sum()).isBetween((double) PAGE, PAGE + (double) most);
        assertThat(blocks.getFirst()).as("blocks read").isLessThan(40);
    }

    /** Clocks that are wrong by years, on some nodes. */
    private static final List<String> TIMES = List.of(
            "2031-02-28T23:59:59.9Z",
            "2031-03-01T00:00:00.1Z",
            "2031-02-28T23:59:59.95Z",
            "2031-06-01T00:00:00Z",
            "2031-03-02T00:00:00Z",
            "2033-12-31T00:00:00Z",
            "2031-03-03T00:00:00Z",
            "2045-01-01T00:00:00Z",
            "2031-07-01T00:00:00Z",
            "2031-04-01T00:00:00Z",
            "2019-01-01T00:00:00Z",
            "2033-11-05T00:00:00Z",
            "2033-10-31T23:59:59Z",
            "2033-11-06T00:00:00Z",
            "2031-05-05T00:00:00Z");

    @Test
    void no_entry_is_missed_however_wrong_the_clocks_were() {
        // This month was archived: what comes for it now is among the others.
        DB.admin("DELETE FROM audit_months WHERE until = '2031-06-01T00:00:00Z'; DROP TABLE audit_entries_2031_05");

        List<String> mixed = new ArrayList<>();
        for (int n = 0; n < 3 * TIMES.size(); n++) {
            mixed.add(TIMES.get(n * 7 % TIMES.size()));
        }
        assertAllFound(mixed);
        assertAllFound(List.of(
                "2031-06-01T00:00:00Z", "2031-06-02T00:00:00Z", "2031-05-05T00:00:00Z", "2031-07-01T00:00:00Z"));
        assertAllFound(List.of(
                "2031-06-01T00:00:00Z", "2033-11-05T00:00:00Z", "2031-07-01T00:00:00Z", "2031-08-01T00:00:00Z"));
    }

    private static void assertAllFound(List<String> times) {
        TenantId globex = scene.tenant();
        for (String time : times) {
            DB.admin("""
                INSERT INTO audit_entries SELECT tenant_id, seq + 1, 'aud_1', '%2$s', 'a', 'b', 'c', 'd', '{}', hash, hash
                  FROM tenant_ledger WHERE tenant_id = '%1$s';
                UPDATE tenant_ledger SET seq = seq + 1 WHERE tenant_id = '%1$s'\
                """.formatted(globex, time));
        }
        List<Long> all = LongStream.rangeClosed(1, times.size() + 1).boxed().toList();

        for (int size : List.of(1, 2, 5, 50)) {
            assertThat(pages(globex, size, true)).isEqualTo(all);
            assertThat(pages(globex, size, false)).isEqualTo(all.reversed());
        }
        for (long last = 1; last <= all.size(); last++) {
            for (long first = Math.max(1, last - 3); first <= last; first++) {
                long from = first;
                long to = last;
                List<Entry> found = scene.ledger()
                        .read(scene.by(), globex, tx -> AuditStore.between(tx, AuditQuery.ALL, from, to, 10));
                assertThat(found)
                        .extracting(Entry::seq)
                        .isEqualTo(LongStream.rangeClosed(first, last).boxed().toList());
            }
        }
    }

    private static List<Long> pages(TenantId tenant, int size, boolean oldestFirst) {
        AuditQuery query = new AuditQuery(null, null, null, null, null, oldestFirst);
        List<Long> seqs = new ArrayList<>();
        String after = null;
        do {
            Page<Entry> page = new AuditTrail(scene.ledger())
                    .list(scene.keyOf(tenant), tenant, query, new Page.Request(size, after));
            page.items().forEach(entry -> seqs.add(entry.seq()));
            after = page.next();
        } while (after != null);
        return Collections.unmodifiableList(seqs);
    }
}
