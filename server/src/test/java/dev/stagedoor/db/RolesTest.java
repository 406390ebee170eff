// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Every table and function says which role may do what with it (I4), and nothing more is allowed")
class RolesTest {
    private static final Path ACTUAL = Path.of("target", "db-rights.txt");

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @Test
    void the_rights_are_those_that_were_looked_at() throws SQLException, IOException {
        String rights = DatabaseRights.of(DB);
        Files.createDirectories(ACTUAL.getParent());
        Files.writeString(ACTUAL, rights);
        if ("renew".equals(System.getenv("GOLDEN"))) {
            Files.writeString(Path.of("src/test/resources/db-rights.txt"), rights);
        } else {
            assertThat(rights)
                    .as("The rights differ from db-rights.txt. If each difference is meant: make golden")
                    .isEqualTo(golden());
        }
    }

    @Test
    void every_table_is_under_row_level_security_bound_to_the_tenant() throws SQLException {
        for (String table : blocks("table ")) {
            assertThat(table)
                    .startsWith("table ")
                    .contains(": row-level security, forced")
                    .contains("policy app_tenant: {app} ALL USING (tenant_id = current_tenant())")
                    .doesNotContain("PUBLIC");
            for (String policy :
                    table.lines().filter(line -> line.contains("policy ")).toList()) {
                assertThat(policy)
                        .as("only the lanes write rows of any tenant; the others, if they see any, read them")
                        .containsAnyOf("{app} ALL", "{lane} ALL", "{poller} SELECT", "{definer} SELECT", MONTHS);
            }
        }
        assertThat(blocks("view ")).isEmpty();
        assertThat(blocks("sequence ")).isEmpty();
    }

    @Test
    void every_table_leads_its_key_with_the_tenant() {
        // Directory tables answer "whose is this?" and so are found by what is looked up.
        assertThat(DB.column("""
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'stagedoor' AND c.relkind = 'r' AND c.relname <> 'flyway_schema_history'
               AND NOT EXISTS (SELECT FROM pg_index i JOIN pg_attribute a
                                   ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                                WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname = 'tenant_id')
             ORDER BY 1\
            """)).containsExactlyElementsOf(DIRECTORY);
    }

    @Test
    @DisplayName("K3: nobody who serves reaches a part of the audit but through the whole")
    void a_part_of_the_audit_is_reached_through_the_whole_only() {
        assertThat(DB.column("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'"))
                .contains("audit_entries_before", "audit_entries_other")
                .hasSizeGreaterThan(4);
        assertThat(DB.column("""
            SELECT relname FROM pg_class c
             WHERE relispartition AND relkind = 'r'
               AND (NOT relrowsecurity OR NOT relforcerowsecurity
                    OR relowner <> (SELECT oid FROM pg_roles WHERE rolname = '%1$s_definer')
                    OR EXISTS (SELECT FROM aclexplode(relacl) WHERE grantee <> relowner)
                    OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL)
                    OR ARRAY(SELECT format('%%s %%s %%s', polname, polcmd, polroles::regrole[]) FROM pg_policy
                              WHERE polrelid = c.oid ORDER BY 1) NOT IN (ARRAY['lane_any * {%1$s_lane}'],
                                                       ARRAY['definer_reads r {%1$s_definer}', 'lane_any * {%1$s_lane}']))
            """.formatted(TestDatabase.PREFIX))).isEmpty();
    }

    /** What is in a month, by triggers and by the job: no grant, no entry. */
    private static final String MONTHS = "definer_any: {definer} ALL";

    private static final List<String> DIRECTORY =
            List.of("api_key_hashes", "api_key_origins", "credential_fingerprints", "tenant_slugs");

    @Test
    void the_lanes_touch_the_ledger_with_its_marks_and_the_audit_and_nothing_else() throws SQLException {
        assertThat(blocks("table ").stream()
                        .filter(table -> table.lines().anyMatch(line -> line.startsWith("  lane:")))
                        .map(table -> table.substring(0, table.indexOf(':'))))
                .containsExactly("table audit_entries", "table budget_crossings", "table tenant_ledger");
    }

    @Test
    void every_function_runs_as_its_caller_or_as_the_definer_with_a_fixed_search_path() throws SQLException {
        for (String function : blocks("function ")) {
            assertThat(function).doesNotContain("PUBLIC").doesNotContain("WITHOUT");
            assertThat(function).containsAnyOf("as its caller", "as its owner definer with search_path=stagedoor");
        }
    }

    @Test
    void no_role_of_the_server_is_more_than_a_login() throws SQLException {
        assertThat(DatabaseRights.of(DB).lines().filter(line -> line.startsWith("role ")))
                .containsExactly(
                        "role app: login",
                        "role definer: nologin",
                        "role directory: login",
                        "role lane: login",
                        "role poller: login");
    }

    private static List<String> blocks(String kind) throws SQLException {
        return Arrays.stream(DatabaseRights.of(DB).split("\n(?! )"))
                .filter(block -> block.startsWith(kind))
                .toList();
    }

    private static String golden() throws IOException {
        try (InputStream in = RolesTest.class.getResourceAsStream("/db-rights.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
