// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.lane.EntryHash;
import dev.stagedoor.commands.Commands;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("K3: stagedoor audit archive, as the owner of a managed database, takes what retention.audit allows")
@Tag("slow")
class AuditCommandTest {
    private static final TenantId ACME = new TenantId("ten_01kjmma2kvx16gprpyc0q6sty6");
    private static final Draft OLD =
            new Draft("aud_1", Instant.parse("2024-05-06T12:00:00Z"), "tenant.create", "nobody", "acme", "req_1", "{}");

    private static Installed managed;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void anInstallation() {
        Installed superuser = Installed.on("archived");
        superuser.sql("CREATE ROLE archived_owner LOGIN PASSWORD 'managed' NOSUPERUSER NOBYPASSRLS CREATEROLE");
        superuser.sql("ALTER DATABASE archived OWNER TO archived_owner");
        managed = new Installed("archived", "archived", "archived_owner", Secret.of("managed"));
        managed.migrate(Installed.newKey());
        oldEntry();
    }

    /** As if the database had been there for years. */
    private static void oldEntry() {
        managed.sql("ALTER TABLE stagedoor.audit_entries DETACH PARTITION stagedoor.audit_entries_before");
        managed.sql("ALTER TABLE stagedoor.audit_entries ATTACH PARTITION stagedoor.audit_entries_before"
                + " FOR VALUES FROM (MINVALUE) TO ('2024-01-01T00:00:00Z')");
        Hash genesis = EntryHash.genesis(ACME);
        Hash hash = new EntryHash().of(genesis, ACME, 1, OLD);
        managed.sql("INSERT INTO stagedoor.tenant_ledger (tenant_id, seq, hash) VALUES ('" + ACME + "', 1, '\\x" + hash
                + "')");
        managed.sql(
                "INSERT INTO stagedoor.audit_entries VALUES ('%s', 1, '%s', '%s', '%s', '%s', '%s', '%s', '%s', '\\x%s', '\\x%s')"
                        .formatted(
                                ACME,
                                OLD.entryId(),
                                OLD.at(),
                                OLD.action(),
                                OLD.actor(),
                                OLD.target(),
                                OLD.requestId(),
                                OLD.detail(),
                                genesis,
                                hash));
    }

    private int archive(String retention, String... more) throws IOException {
        Path config = folder.resolve("stagedoor.yaml");
        Files.writeString(config, """
            database:
              url: %s
              role_prefix: archived
              admin_user: archived_owner
              admin_password: managed
            retention:
              audit: %s
            """.formatted(managed.url(), retention));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        List<String> arguments = new ArrayList<>(List.of("archive", "--config", config.toString()));
        arguments.addAll(List.of(more));
        return Commands.run(
                new CommandLine(new AuditCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)),
                arguments.toArray(String[]::new));
    }

    @Test
    void what_is_old_enough_leaves_the_database() throws IOException {
        assertThat(managed.sql(
                        "SELECT tableoid::regclass FROM stagedoor.audit_entries WHERE tenant_id = '" + ACME + "'"))
                .as("no month had a part for it")
                .containsExactly("stagedoor.audit_entries_other");

        assertThat(archive("365d", "--to", folder.toString()))
                .as(err.toString())
                .isZero();

        assertThat(folder.resolve("audit-2024_05.jsonl.gz")).isNotEmptyFile();
        assertThat(out.toString()).contains("2024_05: 1 entries of 1 chains in ", "are archived");
        assertThat(managed.sql("SELECT 1 FROM stagedoor.audit_entries WHERE tenant_id = '" + ACME + "'"))
                .isEmpty();
        assertThat(managed.sql("SELECT seq FROM stagedoor.audit_archived WHERE tenant_id = '" + ACME + "'"))
                .containsExactly("1");
        assertThat(managed.sql("SELECT count(*) > 0 FROM stagedoor.audit_entries"))
                .containsExactly("t");
    }

    @Test
    void without_the_setting_and_for_younger_entries_it_says_what_to_do() throws IOException {
        assertThat(archive("0s", "--to", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("retention.audit");

        assertThat(archive("365d", "--to", folder.toString(), "--before", "2999-01-01"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--before must be");

        assertThat(archive("365d", "--to", folder.resolve("nosuch").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--to must be a folder");
    }
}
