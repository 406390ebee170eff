// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The audit is in parts by month, and no write ever fails for want of one")
class PartsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private LedgerScene scene;

    @BeforeEach
    void open() {
        scene = new LedgerScene(DB);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static String part(YearMonth month) {
        return "audit_entries_%tY_%<tm".formatted(month.atDay(1));
    }

    private static List<String> parts() {
        return DB.column("SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'audit_entries'::regclass");
    }

    private static List<String> partsOf(TenantId tenant) {
        return DB.column(
                "SELECT tableoid::regclass FROM audit_entries WHERE tenant_id = '" + tenant + "' ORDER BY seq");
    }

    @Test
    void every_node_makes_the_parts_of_the_months_to_come() {
        // The database has its own clock.
        YearMonth now = YearMonth.parse(
                DB.column("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM')").getFirst());
        List<String> ahead = IntStream.rangeClosed(0, 3)
                .mapToObj(n -> part(now.plusMonths(n)))
                .toList();
        assertThat(parts()).containsAll(ahead).contains("audit_entries_before", "audit_entries_other");
        DB.admin("DROP TABLE " + ahead.get(2) + ", " + ahead.get(3));

        AuditModule.parts(DB.database()).work().run();
        AuditModule.parts(DB.node()).work().run();

        assertThat(parts()).containsAll(ahead).hasSize(6);
    }

    @Test
    void an_entry_of_a_month_without_a_part_is_written_all_the_same_and_moves_there_once_there_is_one() {
        TenantId acme = scene.tenant();
        scene.clock().turn(Duration.between(scene.clock().instant(), Instant.parse("2041-05-06T12:00:00Z")));
        scene.change(acme, "agent.create");
        scene.grant(acme);
        assertThat(partsOf(acme)).containsExactly("audit_entries_before", "audit_entries_other", "audit_entries_other");
        scene.assertSound(acme);

        Instant may = YearMonth.of(2041, 5).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        DB.admin("SELECT audit_part('" + may + "')");

        assertThat(partsOf(acme))
                .containsExactly("audit_entries_before", "audit_entries_2041_05", "audit_entries_2041_05");
        scene.change(acme, "agent.delete");
        scene.assertSound(acme);
    }

    @Test
    void what_the_first_part_has_reached_into_gets_no_second_part() {
        List<String> before = parts();

        DB.admin("SELECT audit_part('2020-01-01T00:00:00Z')");

        assertThat(parts()).isEqualTo(before);
    }
}
