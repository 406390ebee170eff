// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code stagedoor audit}: exports, and verifying a chain without trusting anyone. */
class AuditTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static Cli acme;

    @BeforeAll
    static void a_tenant_with_some_history() {
        must(SCENE.operator().run("tenants create acme"));
        acme = SCENE.tenant("acme");
        for (int i = 0; i < 6; i++) {
            must(acme.run("agents", "put", "agent-" + i, "--agent-name", "w", "--name", "Ä \"quoted\" \\ 🎭 " + i));
        }
    }

    @Test
    void a_deleted_tenants_chain_and_receipt_are_read_by_operators() {
        Cli operator = SCENE.operator();
        must(operator.run("tenants create doomed"));
        must(operator.run("tenants suspend doomed --yes"));
        Cli.Run receipt = must(operator.run("tenants delete doomed --yes"));

        assertThat(must(operator.run("tenants deleted doomed")).out()).isEqualTo(receipt.out());
        assertThat(must(operator.run("tenants deleted")).out()).contains("\"doomed\"");
        String head = receipt.at("/audit_head/seq") + ":" + receipt.at("/audit_head/hash");
        assertThat(must(operator.run("audit verify --deleted doomed --pin " + head))
                        .at("/head"))
                .isEqualTo(head);
        assertThat(must(operator.run("audit tail --deleted doomed")).lines())
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("tenant.create", "tenant.suspend", "tenant.delete");
        assertThat(must(operator.run("audit tail --target " + receipt.at("/tenant")))
                        .lines())
                .as("the platform's chain tells of the same")
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("tenant.create", "tenant.suspend", "tenant.delete");
        assertThat(acme.run("audit tail --deleted doomed").code()).isEqualTo(3);
    }

    /** Ways to tamper with an exported file. */
    enum Tampering {
        NONE(0, "", lines -> {}),
        CHANGED(4, "changed", lines -> lines.set(3, lines.get(3).replace("agent.", "agemt."))),
        GAP(3, "gap", lines -> lines.remove(2)),
        ORDER(2, "order", lines -> Collections.swap(lines, 1, 2)),
        REPEATED(5, "order", lines -> lines.add(4, lines.get(3))),
        FOREIGN(3, "foreign", lines -> lines.set(2, lines.get(2).replaceFirst("ten_\\w+", "ten_platform"))),
        UNREADABLE(5, "unreadable", lines -> lines.set(4, "{\"seq\":5}")),
        EXTRA(5, "unreadable", lines -> lines.set(4, lines.get(4).replaceFirst("\\{", "{\"note\":\"approved\","))),
        TWICE(
                5,
                "unreadable",
                lines -> lines.set(4, lines.get(4).replaceFirst("\\{", "{\"action\":\"tenant.delete\",")));

        @SuppressWarnings("ImmutableEnumChecker") // The changes have no state.
        private final Consumer<List<String>> change;

        private final long seq;
        private final String fault;

        Tampering(long seq, String fault, Consumer<List<String>> change) {
            this.seq = seq;
            this.fault = fault;
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_exported_file_that_was_tampered_with_is_found_out(Tampering tampering) throws IOException {
        Path file = acme.folder().resolve("export-" + tampering + ".jsonl");
        must(acme.run("audit export --out " + file.getFileName()));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        tampering.change.accept(lines);
        Files.write(file, lines);

        Cli.Run verified = SCENE.nobody().run("audit verify --file " + file.getFileName());

        if (tampering == Tampering.NONE) {
            assertThat(verified.code()).isZero();
            assertThat(verified.at("/head")).startsWith(lines.size() + ":");
        } else {
            assertThat(verified.code()).isEqualTo(1);
            assertThat(verified.json().at("/broken_at").asLong()).isEqualTo(tampering.seq);
            assertThat(verified.at("/fault")).isEqualTo(tampering.fault);
        }
    }

    @Test
    void the_servers_chain_is_verified_here_and_its_head_can_be_pinned() {
        Cli.Run verified = must(acme.run("audit verify"));
        String head = verified.at("/head");
        must(acme.run("agents put later --agent-name w"));

        assertThat(must(acme.run("audit verify --pin " + head))
                        .json()
                        .at("/whole")
                        .asBoolean())
                .isTrue();
        Cli.Run rewritten = acme.onTerminal(100).run("audit verify --pin 2:" + "0".repeat(64));
        assertThat(rewritten.code()).isEqualTo(1);
        assertThat(rewritten.out())
                .containsPattern("chain +broken\n")
                .containsPattern("broken at +2\n")
                .containsPattern("fault +rewritten\n");
        assertThat(acme.run("audit verify --pin 99999:" + "0".repeat(64)).at("/fault"))
                .isEqualTo("cut");
        assertThat(acme.run("audit verify --pin nonsense").code()).isEqualTo(2);
    }

    @Test
    void an_export_is_its_owners_alone_and_has_every_entry() throws IOException {
        Cli.Run exported = must(acme.onTerminal(100).run("audit export --out whole.jsonl"));
        Path file = acme.folder().resolve("whole.jsonl");

        assertThat(exported.err()).contains("entries in whole.jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(must(acme.run("audit export --action agent.update")).lines())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.at("/action").asText()).isEqualTo("agent.update"));
        assertThat(acme.run("audit export --out no/such/folder/x").code()).isEqualTo(2);
    }

    @Test
    void the_tail_is_the_newest_entries_oldest_first() {
        Cli.Run tail = must(acme.run("audit tail -n 3"));
        List<Long> places =
                tail.lines().stream().map(entry -> entry.at("/seq").asLong()).toList();

        assertThat(places).hasSize(3).isSorted();
        assertThat(must(acme.onTerminal(100).run("audit tail -n 1")).out())
                .containsPattern("^\\d+  .*Z  [a-z_.]+  key:");
        assertThat(must(SCENE.operator().run("audit tail --tenant acme -n 1")).lines())
                .hasSize(1);
        assertThat(must(SCENE.operator().run("audit tail"))
                        .lines()
                        .getLast()
                        .at("/tenant_id")
                        .asText())
                .isEqualTo("ten_platform");
        assertThat(acme.run("audit tail --from yesterday").code()).isEqualTo(2);
    }

    @Test
    void what_is_no_export_is_told() throws IOException {
        Files.writeString(acme.folder().resolve("other.txt"), "hello\n");
        Files.writeString(acme.folder().resolve("empty.txt"), "");

        assertThat(acme.run("audit verify --file other.txt").err()).contains("not an audit export");
        assertThat(acme.run("audit verify --file empty.txt").err()).contains("no entries");
        assertThat(acme.run("audit verify --file nosuch.txt").code()).isEqualTo(2);
    }
}
