// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.client.audit.AuditChain;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tenant reads, exports, pins and verifies its own chain")
class AuditTrailTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    private static AuditTrail trail;
    private static TenantId acme;

    /** acme's chain: its creation, then ten changes, a minute apart, every third one a delete. */
    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
        trail = new AuditTrail(scene.ledger());
        acme = scene.tenant();
        for (int i = 1; i <= 10; i++) {
            scene.clock().turn(Duration.ofMinutes(1));
            scene.change(acme, i % 3 == 0 ? "agent.delete" : "agent.create");
        }
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void pages_of_the_newest_first() {
        assertThat(pages(null, null, null, false)).isEqualTo(seqs(11, 1));
    }

    @Test
    void pages_of_the_oldest_first() {
        assertThat(pages(null, null, null, true)).isEqualTo(seqs(1, 11));
    }

    @Test
    void only_matching_entries() {
        Instant start = scene.entries(acme).getFirst().draft().at();

        assertThat(pages("agent.delete", null, null, false)).containsExactly(10L, 7L, 4L);
        assertThat(pages("nothing.such", null, null, true)).isEmpty();
        assertThat(pages(null, start.plusSeconds(120), start.plusSeconds(300), true))
                .containsExactly(3L, 4L, 5L);
    }

    @Test
    void a_long_chain_is_scanned_in_parts_and_found_complete() {
        TenantId globex = scene.tenant();
        DB.admin("""
            INSERT INTO audit_entries SELECT tenant_id, n, 'aud_' || n, now(), 'token.mint', 'key:k', 't', 'r', '{}', hash, hash
              FROM tenant_ledger, generate_series(2, 60000) n WHERE tenant_id = '%1$s';
            UPDATE audit_entries SET action = 'needle' WHERE tenant_id = '%1$s' AND seq IN (3, 59999);
            UPDATE tenant_ledger SET seq = 60000 WHERE tenant_id = '%1$s'\
            """.formatted(globex));
        AuditQuery query = new AuditQuery("needle", null, null, null, null, false);

        Page<Entry> first = trail.list(scene.keyOf(globex), globex, query, new Page.Request(50, null));
        assertThat(first.items()).extracting(Entry::seq).containsExactly(59_999L);
        Page<Entry> second = trail.list(scene.keyOf(globex), globex, query, new Page.Request(50, first.next()));
        assertThat(second.items()).extracting(Entry::seq).containsExactly(3L);
        assertThat(second.next()).isNull();

        List<Entry> exported = new ArrayList<>();
        trail.export(scene.keyOf(globex), globex, query, exported::add);
        assertThat(exported).extracting(Entry::seq).containsExactly(3L, 59_999L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "99999999999999999999", "9223372036854775807", ""})
    void an_invalid_cursor_is_refused(String cursor) {
        assertThatThrownBy(() -> trail.list(scene.keyOf(acme), acme, AuditQuery.ALL, new Page.Request(5, cursor)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields())
                                .extracting(Problem.Field::name)
                                .containsExactly("after"));
    }

    @Test
    void another_tenants_chain_is_not_found_here_either() {
        TenantId globex = scene.tenant();

        assertThatThrownBy(() -> trail.head(scene.keyOf(globex), acme))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> trail.head(scene.keyOf(acme), TenantId.PLATFORM))
                .isInstanceOf(Problem.class);
        assertThat(trail.head(scene.by(), TenantId.PLATFORM).seq()).isPositive();
    }

    @Test
    void the_stored_chain_is_verified_against_its_head_and_the_pinned_ones() {
        TenantId globex = scene.tenant();
        scene.change(globex, "agent.create");
        Head pinned = trail.head(scene.keyOf(globex), globex);
        scene.grant(globex);

        assertThat(check(globex, pinned))
                .isInstanceOfSatisfying(
                        AuditChain.Whole.class,
                        whole -> assertThat(whole.head().seq()).isEqualTo(3));

        DB.admin("UPDATE audit_entries SET actor = 'nobody' WHERE seq = 2 AND tenant_id = '" + globex + "'");
        assertFault(globex, 2, "changed");

        DB.admin("DELETE FROM audit_entries WHERE seq >= 2 AND tenant_id = '" + globex + "'");
        assertFault(globex, 2, "cut");
    }

    private static void assertFault(TenantId tenant, long seq, String fault) {
        Head head = trail.head(scene.keyOf(tenant), tenant);
        assertThat(check(tenant, head)).isInstanceOfSatisfying(AuditChain.Broken.class, broken -> {
            assertThat(broken.fault()).isEqualTo(fault);
            assertThat(broken.seq()).isEqualTo(seq);
        });
    }

    private static AuditChain.Verdict check(TenantId tenant, Head pinned) {
        AuditChain chain =
                new AuditChain(tenant.value()).pin(pinned.seq(), pinned.hash().toString());
        trail.export(scene.keyOf(tenant), tenant, AuditQuery.ALL, entry -> chain.accept(ExportedChain.wire(entry)));
        return chain.end();
    }

    private static List<Long> pages(
            @Nullable String action, @Nullable Instant from, @Nullable Instant to, boolean oldestFirst) {
        AuditQuery query = new AuditQuery(action, null, null, from, to, oldestFirst);
        List<Long> seqs = new ArrayList<>();
        String after = null;
        do {
            Page<Entry> page = trail.list(scene.keyOf(acme), acme, query, new Page.Request(2, after));
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
            page.items().forEach(entry -> seqs.add(entry.seq()));
            after = page.next();
        } while (after != null);
        return seqs;
    }

    private static List<Long> seqs(long from, long to) {
        return LongStream.rangeClosed(0, Math.abs(to - from))
                .mapToObj(i -> from < to ? from + i : from - i)
                .toList();
    }
}
