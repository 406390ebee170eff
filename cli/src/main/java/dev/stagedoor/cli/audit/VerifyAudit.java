// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.cli.console.Progress;
import dev.stagedoor.client.Audit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "verify",
        description = {
            "Verify an audit hash chain locally, from the server or an exported file.",
            "Reports the first broken entry. Exit code 1 if the chain is broken.",
            "Store the printed head elsewhere, and pass it to --pin later.",
            "With --archive: files of audit archive, in any order, and on from them into the server's entries. With an",
            "operator's key and no tenant, every chain in them."
        },
        footer = {
            "stagedoor audit verify --tenant acme",
            "stagedoor audit verify --file acme.jsonl --pin 41:9f86d081…",
            "stagedoor audit verify --archive audit-2026_01.jsonl.gz --archive audit-2026_02.jsonl.gz"
        })
final class VerifyAudit extends ChainCommand {
    @Option(names = "--file", paramLabel = "FILE", description = "An exported file; - for standard input.")
    private @Nullable Path file;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            arity = "1..*",
            description = "A file of the archive; repeatable. The chain begins in these.")
    private @Nullable List<Path> archives;

    @Option(
            names = "--pin",
            paramLabel = "SEQ:HASH",
            description = "A stored head that the chain must contain; repeatable.")
    private @Nullable List<String> pins;

    @Override
    protected int run(Session session) {
        if (archives != null) {
            return archives(session, archives);
        }
        ChainCheck check = new ChainCheck(pins == null ? List.of() : pins);
        try (Progress progress = new Progress(session.shell(), "entries")) {
            if (file == null) {
                server(session, check, progress);
            } else {
                file(session, check, progress, file);
            }
        }
        return check.tell(session);
    }

    private int archives(Session session, List<Path> files) {
        if (file != null) {
            throw new UsageException("--file and --archive exclude each other");
        }
        Audit audit = audit(session);
        AuditHead head = audit.head();
        try (Progress progress = new Progress(session.shell(), "entries")) {
            ArchiveCheck check = new ArchiveCheck(session, head, audit, pins == null ? List.of() : pins);
            check.read(files, progress);
            return check.tell();
        }
    }

    private void server(Session session, ChainCheck check, Progress progress) {
        Audit audit = audit(session);
        AuditHead head = audit.head();
        check.begin(head);
        audit.export(Audit.Filter.ALL, line -> {
            check.line(line);
            progress.step();
        });
    }

    private static void file(Session session, ChainCheck check, Progress progress, Path name) {
        boolean piped = name.toString().equals("-");
        try (InputStream in = piped
                        ? session.shell().in()
                        : Files.newInputStream(session.shell().file(name));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                check.line(line);
                progress.step();
            }
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + Words.reason(e));
        }
    }
}
