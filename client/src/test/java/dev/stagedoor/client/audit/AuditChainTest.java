// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.client.audit.AuditChain.Broken;
import dev.stagedoor.client.audit.AuditChain.Whole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tampering with a chain is detected at the first broken entry")
class AuditChainTest {
    private static final String ACME = "ten_01kjmma2kvx16gprpyc0q6sty6";

    private final List<AuditEntry> chain = new ArrayList<>();

    @BeforeEach
    @DisplayName("A chain of eight entries that version 0.1.0 exported")
    void export() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/audit/chain-0.1.0.jsonl"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> chain.add(AuditChain.entry(line).orElseThrow()));
        }
    }

    @Test
    void a_whole_chain_ends_in_its_head() {
        assertThat(new AuditChain(ACME).check(chain)).isInstanceOfSatisfying(Whole.class, whole -> {
            assertThat(whole.head().seq()).isEqualTo(8);
            assertThat(whole.head().hash())
                    .isEqualTo("7955d441d073a26b7f64d26917596be4a4cfb0539a85b12a3ab3bfa9168e2fa9");
        });
        assertThat(new AuditChain(ACME).check(List.of())).isInstanceOf(Whole.class);
    }

    @Test
    void an_entry_that_is_missing() {
        chain.remove(4);
        assertBroken(5, "gap");
    }

    @Test
    void the_first_entry_missing() {
        chain.removeFirst();
        assertBroken(1, "gap");
    }

    @Test
    void two_entries_that_are_swapped() {
        Collections.swap(chain, 3, 4);
        assertBroken(4, "order");
    }

    @Test
    void a_duplicate_entry() {
        chain.add(5, chain.get(4));
        assertBroken(6, "order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry_id", "at", "action", "actor", "target", "request_id", "detail", "hash"})
    void a_field_that_was_changed(String field) {
        chain.set(6, changed(chain.get(6), field));
        assertBroken(7, "changed");
    }

    @Test
    void an_entry_that_was_replaced_together_with_its_hash() {
        chain.set(6, rehashed(changed(chain.get(6), "actor"), chain.get(6).prevHash()));
        assertBroken(8, "unlinked");
    }

    @Test
    void a_truncated_chain_is_detected_with_a_pinned_head() {
        String head = chain.removeLast().hash();
        assertThat(new AuditChain(ACME).check(chain)).isInstanceOf(Whole.class);
        assertBroken(new AuditChain(ACME).pin(8, head), 8, "cut");
    }

    @Test
    void a_chain_rewritten_to_its_end_is_detected_with_a_pinned_head() {
        String seventh = chain.get(6).hash();
        for (int i = 5; i < chain.size(); i++) {
            chain.set(
                    i,
                    rehashed(changed(chain.get(i), "detail"), chain.get(i - 1).hash()));
        }
        assertThat(new AuditChain(ACME).check(chain)).isInstanceOf(Whole.class);
        assertBroken(new AuditChain(ACME).pin(7, seventh), 7, "rewritten");
    }

    @Test
    void two_different_pins_of_one_entry() {
        assertBroken(new AuditChain(ACME).pin(7, "00").pin(7, "01"), 7, "rewritten");
    }

    @Test
    void an_entry_of_another_tenants_chain() {
        AuditEntry was = chain.get(2);
        chain.set(
                2,
                new AuditEntry(
                        "ten_platform",
                        was.seq(),
                        was.entryId(),
                        was.at(),
                        was.action(),
                        was.actor(),
                        was.target(),
                        was.requestId(),
                        was.detail(),
                        was.prevHash(),
                        was.hash()));
        assertBroken(3, "foreign");
    }

    @Test
    void a_line_that_is_not_an_entry() {
        AuditChain check = new AuditChain(ACME);
        chain.subList(0, 3).forEach(check::accept);
        check.unreadable();
        assertThat(check.end()).isEqualTo(new Broken(4, "unreadable", "the line is not an audit entry"));
        assertThat(AuditChain.entry("{\"seq\":4}")).isEmpty();
        assertThat(AuditChain.entry("hello")).isEmpty();
    }

    private void assertBroken(long seq, String fault) {
        assertBroken(new AuditChain(ACME), seq, fault);
    }

    private void assertBroken(AuditChain check, long seq, String fault) {
        assertThat(check.check(chain)).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.fault()).as(broken.detail()).isEqualTo(fault);
            assertThat(broken.seq()).isEqualTo(seq);
        });
    }

    private static AuditEntry rehashed(AuditEntry entry, String prevHash) {
        AuditEntry linked = hashed(entry, prevHash, "");
        return hashed(linked, prevHash, new AuditHash().of(linked));
    }

    private static AuditEntry hashed(AuditEntry entry, String prevHash, String hash) {
        return new AuditEntry(
                entry.tenantId(),
                entry.seq(),
                entry.entryId(),
                entry.at(),
                entry.action(),
                entry.actor(),
                entry.target(),
                entry.requestId(),
                entry.detail(),
                prevHash,
                hash);
    }

    private static AuditEntry changed(AuditEntry was, String field) {
        return new AuditEntry(
                was.tenantId(),
                was.seq(),
                field.equals("entry_id") ? "aud_other" : was.entryId(),
                field.equals("at") ? was.at().plusNanos(1000) : was.at(),
                field.equals("action") ? "token.mink" : was.action(),
                field.equals("actor") ? "key:key_2" : was.actor(),
                field.equals("target") ? "" : was.target(),
                field.equals("request_id") ? "req" : was.requestId(),
                field.equals("detail") ? "{\"n\":2}" : was.detail(),
                was.prevHash(),
                field.equals("hash") ? "0".repeat(64) : was.hash());
    }
}
