package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.AuditVerifier.Broken;
import dev.stagedoor.audit.AuditVerifier.Fault;
import dev.stagedoor.audit.AuditVerifier.Verdict;
import dev.stagedoor.audit.AuditVerifier.Whole;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A chain that was tampered with is found out, at the first place at which it is broken")
class AuditVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final TenantId ACME = new TenantId("ten_0000000000acme0000000000aa");
    private static final TenantId GLOBEX = new TenantId("ten_0000000000gbex0000000000bb");

    private final List<Entry> chain = new ArrayList<>(chain(ACME, EntryHash.genesis(ACME), 1, 10));

    @TempDir
    private Path folder;

    @Test
    void a_whole_chain_ends_in_its_head() {
        assertThat(verify()).isInstanceOfSatisfying(Whole.class, whole -> {
            assertThat(whole.head().seq()).isEqualTo(10);
            assertThat(whole.head().hash()).isEqualTo(chain.getLast().hash());
        });
        assertThat(AuditVerifier.verify(ACME, List.of())).isInstanceOf(Whole.class);
    }

    @Test
    void the_hash_of_an_entry_never_changes() {
        // Computed apart, with another implementation of the encoding in docs/decisions/0003-ledger.md.
        assertThat(chain.getFirst().hash().toString()).isEqualTo(GOLDEN);
    }

    private static final String GOLDEN = "c76e1e5a805aa19bb6f5f1b7ef653afcb0ccefe6cdba6901049b329329e2796d";

    @Test
    void an_entry_that_is_missing() {
        chain.remove(4);
        assertBroken(5, Fault.GAP);
    }

    @Test
    void the_first_entry_missing() {
        chain.removeFirst();
        assertBroken(1, Fault.GAP);
    }

    @Test
    void two_entries_that_are_swapped() {
        chain.set(3, chain.set(4, chain.get(3)));
        assertBroken(4, Fault.ORDER);
    }

    @Test
    void an_entry_that_is_there_twice() {
        chain.add(5, chain.get(4));
        assertBroken(6, Fault.ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry_id", "at", "action", "actor", "target", "request_id", "detail", "hash"})
    void a_field_that_was_changed(String field) {
        chain.set(6, changed(chain.get(6), field));
        assertBroken(7, Fault.CHANGED);
    }

    @Test
    void an_entry_that_was_replaced_together_with_its_hash() {
        Entry old = chain.get(6);
        chain.set(6, chain(ACME, old.prevHash(), 7, 1).getFirst());
        assertThat(verify()).as("the same content has the same hash").isInstanceOf(Whole.class);

        Draft forged = changed(old, "actor").draft();
        Hash hash = new EntryHash().of(old.prevHash(), ACME, 7, forged);
        chain.set(6, new Entry(ACME, 7, forged, old.prevHash(), hash));
        assertBroken(8, Fault.UNLINKED);
    }

    @Test
    void a_tail_that_was_cut_off_is_seen_by_who_pinned_the_head() {
        Head pinned = new Head(10, chain.getLast().hash());
        chain.removeLast();
        assertThat(verify()).isInstanceOf(Whole.class);
        assertBroken(10, Fault.CUT, pinned);
    }

    @Test
    void a_chain_rewritten_to_its_end_is_seen_by_who_pinned_a_head() {
        Head pinned = new Head(8, chain.get(7).hash());
        List<Entry> rewritten = new ArrayList<>(chain.subList(0, 5));
        Hash hash = rewritten.getLast().hash();
        for (long seq = 6; seq <= 10; seq++) {
            Draft forged = changed(chain.get((int) seq - 1), "detail").draft();
            Hash next = new EntryHash().of(hash, ACME, seq, forged);
            rewritten.add(new Entry(ACME, seq, forged, hash, next));
            hash = next;
        }
        chain.clear();
        chain.addAll(rewritten);
        assertThat(verify()).isInstanceOf(Whole.class);
        assertBroken(8, Fault.REWRITTEN, pinned);
    }

    @Test
    void an_entry_of_another_tenants_chain() {
        chain.set(2, chain(GLOBEX, chain.get(1).hash(), 3, 1).getFirst());
        assertBroken(3, Fault.FOREIGN);
    }

    @Test
    void an_exported_file_is_verified_without_a_database() throws IOException {
        Path file = export(chain.stream().map(ExportedChain::line).toList());

        assertThat(ExportedChain.verify(
                        file, List.of(new Head(10, chain.getLast().hash()))))
                .isInstanceOf(Whole.class);
    }

    @Test
    void an_altered_file_is_found_out() throws IOException {
        List<String> lines =
                new ArrayList<>(chain.stream().map(ExportedChain::line).toList());
        lines.set(3, lines.get(3).replace("token.mint", "token.mink"));
        assertFile(lines, 4, Fault.CHANGED);

        lines.set(3, "{\"seq\": 4");
        assertFile(lines, 4, Fault.UNREADABLE);

        lines.set(3, ExportedChain.line(chain.get(3)));
        lines.remove(9);
        assertThat(ExportedChain.verify(
                        export(lines), List.of(new Head(10, chain.getLast().hash()))))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.fault()).isEqualTo(Fault.CUT));
    }

    @Test
    void a_file_without_entries_is_no_export() throws IOException {
        Path empty = export(List.of());
        assertThatThrownBy(() -> ExportedChain.verify(empty, List.of())).isInstanceOf(IOException.class);
        Path noise = export(List.of("hello"));
        assertThatThrownBy(() -> ExportedChain.verify(noise, List.of())).isInstanceOf(IOException.class);
    }

    private Path export(List<String> lines) throws IOException {
        return Files.write(folder.resolve("audit.jsonl"), lines);
    }

    private void assertFile(List<String> lines, long seq, Fault fault) throws IOException {
        assertFault(assertThat(ExportedChain.verify(export(lines), List.of())), seq, fault);
    }

    private Verdict verify(Head... pinned) {
        return AuditVerifier.verify(ACME, chain, pinned);
    }

    private void assertBroken(long seq, Fault fault, Head... pinned) {
        assertFault(assertThat(verify(pinned)), seq, fault);
    }

    private static void assertFault(ObjectAssert<Verdict> verdict, long seq, Fault fault) {
        verdict.isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.fault()).as(broken.detail()).isEqualTo(fault);
            assertThat(broken.seq()).isEqualTo(seq);
        });
    }

    private static List<Entry> chain(TenantId tenant, Hash from, long first, int entries) {
        List<Entry> chain = new ArrayList<>();
        Hash hash = from;
        for (long seq = first; seq < first + entries; seq++) {
            Draft draft = new Draft("aud_" + seq, NOW, "token.mint", "key:key_1", "ädä 📞", "req_" + seq, "{\"n\":1}");
            Hash next = new EntryHash().of(hash, tenant, seq, draft);
            chain.add(new Entry(tenant, seq, draft, hash, next));
            hash = next;
        }
        return chain;
    }

    private static Entry changed(Entry entry, String field) {
        Draft was = entry.draft();
        Draft draft = new Draft(
                field.equals("entry_id") ? "aud_other" : was.entryId(),
                field.equals("at") ? was.at().plusNanos(1000) : was.at(),
                field.equals("action") ? "token.mink" : was.action(),
                field.equals("actor") ? "key:key_2" : was.actor(),
                field.equals("target") ? "" : was.target(),
                field.equals("request_id") ? "req" : was.requestId(),
                field.equals("detail") ? "{\"n\":2}" : was.detail());
        byte[] hash = entry.hash().bytes();
        hash[31] ^= (byte) (field.equals("hash") ? 1 : 0);
        return new Entry(entry.tenant(), entry.seq(), draft, entry.prevHash(), Hash.of(hash));
    }
}
