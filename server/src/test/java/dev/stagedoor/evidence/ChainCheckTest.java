// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.evidence.Check.Finding;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.projects.ProjectsModule;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("K1: an audit chain that lost its beginning, or is not the one that was pinned, does not pass")
class ChainCheckTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static TestNode node;

    private static int verifications;

    private Tenant acme;

    @BeforeAll
    static void node() {
        node = TestNode.first(DB, Clock.systemUTC());
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void sixEntries() {
        acme = node.tenant();
        while (entries() < 6) {
            node.key(acme, TestNode.TENANT_SCOPES);
        }
    }

    private String its() {
        return " WHERE tenant_id = '" + acme.id().value() + "'";
    }

    private long entries() {
        return node.count("SELECT count(*) FROM audit_entries" + its());
    }

    private Finding look(long most) {
        Subject subject = new Subject(
                TestNode.job(),
                acme.id(),
                node.on().snapshots(),
                node.module(ProjectsModule.class).projects(),
                "none");
        return new ChainCheck(node.on().ledger(), most).look(subject);
    }

    private void isBroken(long most, String how) {
        Finding found = look(most);
        assertThat(found.outcome()).as("%s", found).isEqualTo(CheckOutcome.FAILED);
        assertThat(found.seen()).contains(how);
    }

    private void stands(long most, String how) {
        Finding found = look(most);
        assertThat(found.outcome()).as("%s", found).isEqualTo(CheckOutcome.PASSED);
        assertThat(found.seen()).contains(how);
    }

    private String hash(long seq) {
        return DB.column("SELECT encode(hash, 'hex') FROM audit_entries" + its() + " AND seq = " + seq)
                .getFirst();
    }

    /** A verification before found that entry at the end. */
    private void pinned(long seq, String hash) {
        Instant now = Instant.now().plusSeconds(++verifications);
        Verification before =
                new Verification(Ids.next("ver", now), now, Duration.ZERO, new Subject.Pin(seq, hash), List.of());
        node.on().ledger().store(TestNode.job(), acme.id(), tx -> {
            VerificationStore.insert(tx, new VerificationStore.Signed(before, "unsigned"));
            return true;
        });
    }

    @Test
    void entries_that_are_missing_at_the_beginning() {
        stands(100, "up to the head");

        DB.admin("DELETE FROM audit_entries" + its() + " AND seq <= 2");

        isBroken(100, "it begins with entry 3");
    }

    @Test
    void a_pinned_entry_before_those_that_are_read() {
        pinned(2, hash(2));
        stands(3, "entry 2 that was pinned before stands");

        pinned(2, hash(1));
        isBroken(3, "Entry 2 is not the one that was verified before");

        DB.admin("DELETE FROM audit_entries" + its() + " AND seq <= 2");
        pinned(2, hash(3));
        isBroken(3, "Entry 2 is not the one that was verified before");
    }

    @Test
    void what_is_here_goes_on_where_its_archive_ends() {
        String archived =
                "INSERT INTO audit_archived (tenant_id, seq, hash, archived_at) VALUES ('%s', 3, decode('%s', 'hex'), now())"
                        + " ON CONFLICT (tenant_id) DO UPDATE SET hash = excluded.hash";
        DB.admin(archived.formatted(acme.id().value(), hash(3)));
        DB.admin("DELETE FROM audit_entries" + its() + " AND seq <= 3");
        stands(100, "up to the head");

        DB.admin(archived.formatted(acme.id().value(), hash(4)));

        isBroken(100, "entry 4 was altered");
    }
}
