// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.audit;

import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.audit.AuditArchive;
import dev.stagedoor.client.audit.AuditChain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Verifies a chain line by line, and reports the verdict. */
final class ChainCheck {
    private static final Pattern PIN = Pattern.compile("[0-9]{1,18}:[0-9a-fA-F]{64}");
    static final Columns<Verdict> COLUMNS = new Columns<Verdict>()
            .add("chain", verdict -> verdict.whole() ? "whole" : "broken")
            .add("tenant", Verdict::tenantId)
            .add("broken at", Verdict::brokenAt)
            .add("fault", Verdict::fault)
            .add("detail", Verdict::detail)
            .add("head", Verdict::head);

    private final List<String> pins;
    private String tenant = "";
    private @Nullable AuditChain chain;
    private boolean readable = true;

    /** The verdict for printing. */
    record Verdict(
            boolean whole,
            String tenantId,
            @Nullable String head,
            @Nullable Long brokenAt,
            @Nullable String fault,
            @Nullable String detail) {
        /** What is wrong with a file of the archive. */
        static Verdict ofFile(Path file, AuditArchive.Fault fault) {
            return new Verdict(
                    false, "", null, null, "archive", file + ": line " + fault.line() + ' ' + fault.detail());
        }
    }

    ChainCheck(List<String> pins) {
        for (String pin : pins) {
            if (!PIN.matcher(pin).matches()) {
                throw new UsageException("--pin takes an entry number and its SHA-256 hash: 41:9f86…");
            }
        }
        this.pins = pins;
    }

    /** Starts a check; the entries must reach this head. */
    void begin(AuditHead head) {
        begin(head.tenantId()).pin(head.seq(), head.hash());
    }

    private AuditChain begin(String tenantId) {
        tenant = tenantId;
        AuditChain begun = new AuditChain(tenantId);
        for (String pin : pins) {
            int colon = pin.indexOf(':');
            begun.pin(Long.parseLong(pin.substring(0, colon)), pin.substring(colon + 1));
        }
        chain = begun;
        return begun;
    }

    void line(String line) {
        if (!readable) {
            return;
        }
        Optional<AuditEntry> entry = AuditChain.entry(line);
        AuditChain on = chain;
        if (on == null) {
            if (entry.isEmpty()) {
                throw new UsageException("not an audit export: the first line is not an audit entry");
            }
            on = begin(entry.get().tenantId());
        }
        if (entry.isEmpty()) {
            on.unreadable();
            readable = false;
        } else {
            on.accept(entry.get());
        }
    }

    private static String hint(AuditChain.Broken broken) {
        return broken.seq() == 1 && broken.fault().equals("gap")
                ? "; if the entries before were archived, name the files with --archive"
                : "";
    }

    /** The next entry of the archive. */
    void entry(AuditEntry entry) {
        AuditChain on = chain;
        (on == null ? begin(entry.tenantId()) : on).accept(entry);
    }

    int tell(Session session) {
        Verdict verdict = verdict();
        session.show(verdict, COLUMNS);
        return verdict.whole() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    Verdict verdict() {
        if (chain == null) {
            throw new UsageException("no entries to verify");
        }
        return switch (chain.end()) {
            case AuditChain.Whole whole ->
                new Verdict(
                        true, tenant, whole.head().seq() + ":" + whole.head().hash(), null, null, null);
            case AuditChain.Broken broken ->
                new Verdict(false, tenant, null, broken.seq(), broken.fault(), broken.detail() + hint(broken));
        };
    }
}
