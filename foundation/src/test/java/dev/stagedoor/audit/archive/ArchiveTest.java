// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.AuditQuery;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.ExportedChain;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.client.audit.AuditArchive;
import dev.stagedoor.client.audit.AuditChain;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("K3: old parts of the audit move into files, and every chain is whole over archive and database")
@Tag("slow")
class ArchiveTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Principal BY = new Principal.SystemJob("test", "req_1");
    private static int year = 2030;

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    private Ledger ledger;
    private TenantId acme;
    private TenantId globex;

    /** Each test has months of its own: a part is archived once. */
    @BeforeEach
    void twoTenantsWithTwoMonths(@TempDir Path ofOtherTests) {
        year++;
        new Archive(DB.owner(), clock).run(start(1), ofOtherTests, done -> {});
        ledger = new Ledger(DB.database(), clock);
        for (int month = 1; month <= 3; month++) {
            DB.admin("SELECT audit_part('" + start(month) + "')");
        }
        turnTo(start(1));
        acme = tenant();
        globex = tenant();
        change(acme, 4);
        change(globex, 1);
        turnTo(start(2));
        change(acme, 3);
        turnTo(start(3));
        change(acme, 2);
        change(globex, 2);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static Instant start(int month) {
        return Instant.parse("%d-%02d-01T00:00:00Z".formatted(year, month));
    }

    private void turnTo(Instant time) {
        clock.turn(Duration.between(clock.instant(), time));
    }

    private TenantId tenant() {
        TenantId id = TenantId.next(clock.instant());
        return ledger.found(BY, id, platform -> platform.append(draft()), change -> {
            change.append(draft());
            return id;
        });
    }

    private Draft draft() {
        return Draft.of(BY, clock.instant(), "agent.create", "thing", "{\"n\":\"ü\\n\"}");
    }

    private void change(TenantId tenant, int times) {
        for (int i = 0; i < times; i++) {
            clock.turn(Duration.ofSeconds(1));
            ledger.changing(BY, tenant, change -> change.append(draft()));
        }
    }

    private List<Archive.Archived> archive(int month) {
        return archive(month, new Archive.Steps() {});
    }

    private List<Archive.Archived> archive(int month, Runnable beforeDrop) {
        return archive(month, new Archive.Steps() {
            @Override
            public void placed() {
                beforeDrop.run();
            }
        });
    }

    private List<Archive.Archived> archive(int month, Archive.Steps steps) {
        List<Archive.Archived> done = new ArrayList<>();
        new Archive(DB.owner(), clock, steps).run(start(month), folder, done::add);
        done.removeIf(one -> one.file() == null);
        return done;
    }

    /** The files in the order in which they were written. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted(Comparator.comparing(Path::toString)).toList();
        }
    }

    private List<Long> stored(TenantId tenant) {
        return DB.column("SELECT seq FROM audit_entries WHERE tenant_id = '" + tenant + "' ORDER BY seq").stream()
                .map(Long::valueOf)
                .toList();
    }

    /** The verdict over these files and what is still in the database, which must reach the chain's head. */
    private AuditChain.Verdict verdict(TenantId tenant, List<Path> archives) throws IOException {
        LedgerRow head = ledger.read(BY, tenant, Tx::row);
        AuditChain chain =
                new AuditChain(tenant.value()).pin(head.seq(), head.hash().toString());
        for (Path file : archives) {
            assertThat(AuditArchive.open(file).read(entry -> {
                        if (entry.tenantId().equals(tenant.value())) {
                            chain.accept(entry);
                        }
                    }))
                    .isEmpty();
        }
        new AuditTrail(ledger)
                .export(
                        BY,
                        tenant,
                        AuditQuery.ALL,
                        entry -> chain.accept(
                                AuditChain.entry(ExportedChain.line(entry)).orElseThrow()));
        return chain.end();
    }

    private void assertWhole() throws IOException {
        for (TenantId tenant : List.of(acme, globex)) {
            assertThat(verdict(tenant, files())).isInstanceOf(AuditChain.Whole.class);
        }
    }

    @Test
    void a_part_is_a_file_and_the_rest_goes_on_from_it() throws IOException {
        List<Archive.Archived> done = archive(3);

        assertThat(done).extracting(Archive.Archived::part).contains(year + "_01", year + "_02");
        assertThat(stored(acme)).containsExactly(9L, 10L);
        assertThat(stored(globex)).containsExactly(3L, 4L);
        assertWhole();
        assertThat(verdict(acme, List.of()))
                .as("without the archive")
                .isInstanceOfSatisfying(
                        AuditChain.Broken.class,
                        broken -> assertThat(broken.fault()).isEqualTo("gap"));
        change(acme, 1);
        assertWhole();
        assertThat(archive(3)).as("nothing is left of it").isEmpty();
    }

    @Test
    void pages_end_where_the_archive_begins() {
        archive(3);
        AuditTrail trail = new AuditTrail(ledger);
        AuditQuery newest = new AuditQuery(null, null, null, null, null, false);

        Page<Entry> page = trail.list(BY, acme, newest, new Page.Request(2, null));
        assertThat(page.items()).extracting(Entry::seq).containsExactly(10L, 9L);
        assertThat(trail.list(BY, acme, newest, new Page.Request(50, null)).next())
                .isNull();
        Page<Entry> oldest = trail.list(BY, acme, AuditQuery.ALL, new Page.Request(50, null));
        assertThat(oldest.items()).extracting(Entry::seq).containsExactly(9L, 10L);
        assertThat(oldest.next()).isNull();
    }

    @Test
    void a_long_archived_chain_is_not_walked_through() {
        archive(3);
        DB.admin("UPDATE audit_archived SET seq = 900000 WHERE tenant_id = '%1$s';".formatted(acme)
                + "UPDATE audit_entries SET seq = seq + 900000 WHERE tenant_id = '%1$s';".formatted(acme)
                + "UPDATE tenant_ledger SET seq = seq + 900000 WHERE tenant_id = '%1$s'".formatted(acme));
        AuditTrail trail = new AuditTrail(ledger);

        assertThat(trail.list(BY, acme, AuditQuery.ALL, new Page.Request(50, null))
                        .items())
                .extracting(Entry::seq)
                .containsExactly(900_009L, 900_010L);
        AuditQuery nothing = new AuditQuery("no.such", null, null, null, null, false);
        assertThat(trail.list(BY, acme, nothing, new Page.Request(50, null)).next())
                .isNull();
    }

    /** Killed: not even the clean-up runs. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void when_it_dies_before_the_drop_nothing_is_lost_and_it_is_repeated() throws IOException {
        assertThatThrownBy(() -> archive(2, () -> {
                    throw new Killed();
                }))
                .isInstanceOf(Killed.class);
        assertThat(stored(acme)).startsWith(1L).hasSize(10);
        List<Path> left = files();
        assertThat(left).isNotEmpty();
        change(acme, 1);

        assertThat(archive(2)).isNotEmpty();

        assertThat(files()).as("its file was replaced").isEqualTo(left).hasSize(1);
        assertThat(stored(acme)).startsWith(6L);
        assertWhole();
    }

    @Test
    void an_entry_that_comes_meanwhile_stops_the_drop_and_is_in_the_next_file() throws IOException {
        assertThatThrownBy(() -> archive(2, () -> late(acme)))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("run the command again");
        assertThat(stored(acme)).contains(1L, 11L);

        archive(2);

        assertThat(stored(acme)).as("the late one, and all before it").isEmpty();
        assertWhole();
    }

    /** A node whose clock is months behind. */
    private void late(TenantId tenant) {
        Duration behind = Duration.between(start(1).plusSeconds(60), clock.instant());
        clock.turn(behind.negated());
        ledger.changing(BY, tenant, change -> change.append(draft()));
        clock.turn(behind);
    }

    @Test
    void clocks_that_differ_at_midnight_leave_no_gap() throws IOException {
        turnTo(start(3).minusMillis(5));
        late(globex);

        archive(2);

        assertThat(stored(globex))
                .as("with entries of later months before its own")
                .isEmpty();
        assertWhole();
        change(globex, 1);
        archive(3);
        assertWhole();
    }

    @Test
    void a_file_whose_entries_have_left_the_database_is_never_replaced() throws IOException {
        archive(2);
        List<Path> first = files();
        byte[] before = Files.readAllBytes(first.getLast());
        // The month has a part again, with an entry that came much too late.
        DB.admin("SELECT audit_part('" + start(1) + "')");
        late(acme);

        archive(2);

        assertThat(files()).hasSize(first.size() + 1).containsAll(first);
        assertThat(Files.readAllBytes(first.getLast())).isEqualTo(before);
    }

    @Test
    void a_chain_that_is_broken_already_is_not_archived() {
        DB.admin("UPDATE audit_entries SET actor = 'nobody' WHERE seq = 3 AND tenant_id = '" + acme + "'");

        assertThatThrownBy(() -> archive(2)).isInstanceOf(ArchiveRefused.class).hasMessageContaining("entry 3");

        assertThat(stored(acme)).startsWith(1L);
        DB.admin("DELETE FROM audit_entries WHERE tenant_id = '" + acme + "'");
    }

    private static void rewritten(Path file, UnaryOperator<List<String>> change) throws IOException {
        List<String> lines;
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines = new ArrayList<>(in.lines().toList());
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", change.apply(lines)) + '\n').getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What a disk, or a program beside, may make of a file. */
    enum Damage {
        CUT(lines -> lines.subList(0, lines.size() - 1)),
        ENTRY_CHANGED(lines -> replaced(lines, 2, "agent.create", "agent.delete")),
        ENTRY_MISSING(lines -> without(lines, 2)),
        CHAIN_MISSING(lines -> without(lines, lines.size() - 2)),
        MANIFEST_CHANGED(lines -> replaced(lines, lines.size() - 1, "entries\":", "entries\":1"));

        @SuppressWarnings("ImmutableEnumChecker") // The changes have no state.
        private final UnaryOperator<List<String>> change;

        Damage(UnaryOperator<List<String>> change) {
            this.change = change;
        }

        private static List<String> replaced(List<String> lines, int at, String what, String by) {
            lines.set(at, lines.get(at).replaceFirst(what, by));
            return lines;
        }

        private static List<String> without(List<String> lines, int at) {
            lines.remove(at);
            return lines;
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_written_is_read_again_before_anything_is_dropped(Damage damage) throws IOException {
        assertThatThrownBy(() -> archive(2, new Archive.Steps() {
                    @Override
                    public void written(Path partial) throws IOException {
                        rewritten(partial, damage.change);
                    }
                }))
                .isInstanceOf(ArchiveRefused.class)
                .hasMessageContaining("Nothing was dropped");

        assertThat(files()).isEmpty();
        assertThat(stored(acme)).hasSize(10);
    }
}
