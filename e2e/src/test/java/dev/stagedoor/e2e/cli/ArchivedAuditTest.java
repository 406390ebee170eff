// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.audit.archive.Archive;
import dev.stagedoor.db.OwnerDatabase;
import dev.stagedoor.postgres.PostgresExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName(
        "K3: stagedoor audit verify --archive: each chain is whole over archive and server, or what is wrong is named")
@Tag("slow")
class ArchivedAuditTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static Cli acme;
    private static String acmeId = "";
    private static Path archive;

    @BeforeAll
    static void a_tenant_whose_chain_is_archived_and_goes_on() {
        Cli operator = SCENE.operator();
        acmeId = must(operator.run("tenants create acme")).at("/id");
        must(operator.run("tenants create doomed"));
        must(operator.run("tenants suspend doomed --yes"));
        must(operator.run("tenants delete doomed --yes"));
        acme = SCENE.tenant("acme");
        for (int i = 0; i < 5; i++) {
            must(acme.run("agents", "put", "agent-" + i, "--agent-name", "w", "--name", "Ä \"quoted\" \\ 🎭 " + i));
        }
        OwnerDatabase owner = new OwnerDatabase(
                SCENE.server().jdbcUrl(), PostgresExtension.adminUser(), PostgresExtension.adminPassword());
        List<Path> files = new ArrayList<>();
        new Archive(owner, Clock.systemUTC()).run(Instant.now().plus(Duration.ofDays(40)), acme.folder(), done -> {
            if (done.file() != null) {
                files.add(done.file());
            }
        });
        archive = files.getLast();
        must(acme.run("agents put later --agent-name w"));
    }

    @Test
    void every_chain_goes_on_from_the_archive() {
        List<JsonNode> verdicts = must(SCENE.operator().run("audit verify --archive " + archive.getFileName()))
                .lines();

        assertThat(verdicts)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(one -> assertThat(one.path("whole").asBoolean())
                        .as(one.toString())
                        .isTrue());
        assertThat(verdicts).extracting(one -> one.path("tenant_id").asText()).contains(acmeId, "ten_platform");
    }

    @Test
    void a_tenant_verifies_its_own_and_without_the_archive_is_told_of_it() {
        String head = must(acme.run("audit verify --archive " + archive.getFileName()))
                .lines()
                .getFirst()
                .path("head")
                .asText();
        assertThat(must(acme.run("audit verify --pin " + head + " --archive " + archive.getFileName()))
                        .lines())
                .hasSize(1);

        Cli.Run alone = acme.run("audit verify");
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.at("/fault")).isEqualTo("gap");
        assertThat(alone.at("/detail")).contains("--archive");
        assertThat(must(acme.run("audit tail -n 50")).lines()).hasSizeBetween(1, 2);
    }

    @Test
    void a_deleted_tenants_chain_is_in_the_archive_and_so_is_its_receipt() {
        assertThat(SCENE.operator().run("tenants deleted doomed").err()).contains("archive");
    }

    /** Ways to tamper with an archive; the entries of acme's chain are at these places. */
    enum Tampering {
        CHANGED("changed", lines -> lines.set(3, lines.get(3).replace("agent.", "agemt."))),
        MISSING("gap", lines -> lines.remove(3)),
        REORDERED("order", lines -> Collections.swap(lines, 3, 4));

        @SuppressWarnings("ImmutableEnumChecker") // The changes have no state.
        private final Consumer<List<String>> change;

        private final String fault;

        Tampering(String fault, Consumer<List<String>> change) {
            this.fault = fault;
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_line_that_was_tampered_with_is_found_and_named(Tampering tampering) throws IOException {
        List<String> lines = lines(archive);
        int first = firstOf(lines, acmeId);
        List<String> itsLines = lines.subList(first, first + 6);
        tampering.change.accept(itsLines);

        Cli.Run verified = verified(lines, "tampered-" + tampering + ".jsonl.gz");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.lines())
                .anySatisfy(one -> {
                    assertThat(one.path("fault").asText()).isEqualTo("archive");
                    assertThat(one.path("detail").asText()).contains("tampered-" + tampering, "line ");
                })
                .anySatisfy(one -> {
                    assertThat(one.path("tenant_id").asText()).isEqualTo(acmeId);
                    assertThat(one.path("broken_at").asLong()).isEqualTo(4);
                    assertThat(one.path("fault").asText()).isEqualTo(tampering.fault);
                });
    }

    @Test
    void a_file_that_was_cut_off_is_named() throws IOException {
        List<String> lines = lines(archive);

        Cli.Run verified = verified(lines.subList(0, lines.size() - 1), "cut.jsonl.gz");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.lines().getFirst().path("detail").asText()).contains("cut.jsonl.gz", "cut off");
    }

    @Test
    void what_is_no_archive_is_refused() throws IOException {
        Files.writeString(acme.folder().resolve("notes.txt"), "nothing");

        assertThat(acme.run("audit verify --archive notes.txt").code()).isEqualTo(2);
        assertThat(acme.run("audit verify --archive nosuch.gz").code()).isEqualTo(2);
    }

    private static Cli.Run verified(List<String> lines, String file) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(acme.folder().resolve(file)))) {
            out.write((String.join("\n", lines) + '\n').getBytes(StandardCharsets.UTF_8));
        }
        return acme.run("audit verify --archive " + file);
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return new ArrayList<>(in.lines().toList());
        }
    }

    private static int firstOf(List<String> lines, String tenant) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("{\"tenant_id\":\"" + tenant)) {
                return i;
            }
        }
        throw new AssertionError("no entry of " + tenant);
    }
}
