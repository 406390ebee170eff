// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.cli.console.Progress;
import dev.stagedoor.client.Audit;
import dev.stagedoor.client.audit.AuditArchive;
import dev.stagedoor.client.http.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Verifies chains that begin in the archive and go on in the server. */
final class ArchiveCheck {
    private static final String PLATFORM = "ten_platform";

    private final Session session;
    private final String named;
    private final List<String> pins;
    private final Map<String, ChainCheck> chains = new TreeMap<>();
    private final Map<String, Audit> audits = new LinkedHashMap<>();
    private final List<ChainCheck.Verdict> faults = new ArrayList<>();

    /** Of the chain with that head, or, if that is the platform's, of every chain in the archive. */
    ArchiveCheck(Session session, AuditHead head, Audit audit, List<String> pins) {
        this.session = session;
        this.named = head.tenantId();
        this.pins = pins;
        begin(head, audit);
    }

    private ChainCheck begin(AuditHead head, Audit audit) {
        ChainCheck check = new ChainCheck(head.tenantId().equals(named) ? pins : List.of());
        check.begin(head);
        chains.put(head.tenantId(), check);
        audits.put(head.tenantId(), audit);
        return check;
    }

    private record Opened(Path file, AuditArchive archive) {}

    /** The files in the order in which they were written, then what the server has. */
    void read(List<Path> files, Progress progress) {
        List<Opened> opened = new ArrayList<>();
        for (Path file : files) {
            opened.add(open(file));
        }
        opened.sort(Comparator.comparing(one -> one.archive().begins().archivedAt()));
        for (Opened one : opened) {
            read(one, progress);
        }
        audits.forEach((tenant, audit) -> audit.export(Audit.Filter.ALL, line -> {
            chain(tenant).line(line);
            progress.step();
        }));
    }

    private Opened open(Path file) {
        try {
            return new Opened(file, AuditArchive.open(session.shell().file(file)));
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + Words.reason(e));
        }
    }

    private void read(Opened one, Progress progress) {
        try {
            one.archive()
                    .read(entry -> {
                        entry(entry);
                        progress.step();
                    })
                    .ifPresent(fault -> faults.add(ChainCheck.Verdict.ofFile(one.file(), fault)));
        } catch (IOException e) {
            throw new UsageException("cannot read " + one.file() + ": " + Words.reason(e));
        }
    }

    private void entry(AuditEntry entry) {
        if (named.equals(PLATFORM) || entry.tenantId().equals(named)) {
            chain(entry.tenantId()).entry(entry);
        }
    }

    private ChainCheck chain(String tenant) {
        ChainCheck known = chains.get(tenant);
        if (known != null) {
            return known;
        }
        Audit audit = session.client().inTenant(tenant).audit();
        try {
            return begin(audit.head(), audit);
        } catch (ProblemException unknown) {
            if (unknown.status() != 404) {
                throw unknown;
            }
            Audit deleted = session.client().tenants().auditOfDeleted(tenant);
            return begin(deleted.head(), deleted);
        }
    }

    int tell() {
        List<ChainCheck.Verdict> verdicts = new ArrayList<>(faults);
        chains.values().forEach(check -> verdicts.add(check.verdict()));
        if (session.wantsJson()) {
            verdicts.forEach(session::printJsonLine);
        } else {
            session.table(verdicts, ChainCheck.COLUMNS);
        }
        return verdicts.stream().allMatch(ChainCheck.Verdict::whole) ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
