package dev.stagedoor.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.audit.AuditVerifier.Verdict;
import dev.stagedoor.db.Hash;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries as they leave us: a JSON object each, a line each in an export; and an export, verified without a database. */
public final class ExportedChain {
    private ExportedChain() {}

    /** The entry on the wire. */
    static AuditEntry wire(Entry entry) {
        Draft draft = entry.draft();
        return new AuditEntry(
                entry.tenant().value(),
                entry.seq(),
                draft.entryId(),
                draft.at(),
                draft.action(),
                draft.actor(),
                draft.target(),
                draft.requestId(),
                draft.detail(),
                entry.prevHash().toString(),
                entry.hash().toString());
    }

    /** A line of an export, without its end. */
    static String line(Entry entry) {
        return Json.text(wire(entry));
    }

    private static Entry entry(String line) throws JsonProcessingException {
        AuditEntry wire = Json.mapper().readValue(line, AuditEntry.class);
        Draft draft = new Draft(
                wire.entryId(), wire.at(), wire.action(), wire.actor(), wire.target(), wire.requestId(), wire.detail());
        return new Entry(
                new TenantId(wire.tenantId()), wire.seq(), draft, Hash.of(wire.prevHash()), Hash.of(wire.hash()));
    }

    /**
     * Verifies an exported file: the whole chain of one tenant, from its first entry on, which must go through every head
     * in {@code pinned}.
     *
     * @throws IOException if the file cannot be read, or is empty
     */
    public static Verdict verify(Path file, List<Head> pinned) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            Entry entry = line == null ? null : entryOrNull(line);
            if (entry == null) {
                throw new IOException("the file does not begin with an audit entry");
            }
            AuditVerifier verifier = new AuditVerifier(entry.tenant(), pinned);
            while (entry != null) {
                verifier.accept(entry);
                line = lines.readLine();
                entry = line == null ? null : entryOrNull(line);
            }
            if (line != null) {
                verifier.unreadable("the line is no audit entry");
            }
            return verifier.end();
        }
    }

    private static @Nullable Entry entryOrNull(String line) {
        try {
            return entry(line);
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException | Problem e) {
            return null;
        }
    }
}
