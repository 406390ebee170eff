// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import dev.stagedoor.api.audit.ArchiveLine;
import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.lane.EntryHash;
import dev.stagedoor.db.Hash;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads what was written: before anything is dropped, every hash in the file is computed again. */
final class ArchiveReader {
    private static final String CHAIN = "{\"chain\":";

    private final Contents expected;
    private final Iterator<ArchivedChain> chains;
    private final EntryHash hashes = new EntryHash();
    private @Nullable ArchivedChain chain;
    private long seq;
    private @Nullable Hash hash;

    private ArchiveReader(Contents expected) {
        this.expected = expected;
        this.chains = expected.chains().iterator();
    }

    /**
     * Reads the file to its end.
     *
     * @throws ArchiveRefused if it does not have exactly that
     */
    static void require(Path file, Contents expected) {
        try (BufferedReader lines = lines(file)) {
            new ArchiveReader(expected).read(lines);
        } catch (IOException | IllegalArgumentException | Problem e) {
            throw unlike(e);
        }
    }

    /** The first chain in a file; empty if that is no archive. */
    static Optional<ArchiveLine.Chain> firstChain(Path file) {
        try (BufferedReader lines = lines(file)) {
            return lines.lines()
                    .filter(line -> line.startsWith(CHAIN))
                    .findFirst()
                    .map(line -> Json.read(line, ArchiveLine.class).chain());
        } catch (IOException | UncheckedIOException | Problem e) {
            return Optional.empty();
        }
    }

    private static BufferedReader lines(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }

    private void read(BufferedReader lines) throws IOException {
        MessageDigest sha256 = ArchiveWriter.sha256();
        String line = lines.readLine();
        String next = lines.readLine();
        boolean begun = false;
        for (; next != null; next = lines.readLine()) {
            sha256.update(ArchiveWriter.lineOf(line));
            if (begun) {
                inner(line);
            }
            begun = true;
            line = next;
        }
        ArchiveLine last = Json.read(String.valueOf(line), ArchiveLine.class);
        if (chains.hasNext()
                || !expected.manifest().equals(last.manifest())
                || !expected.sha256().equals(HexFormat.of().formatHex(sha256.digest()))) {
            throw unlike(null);
        }
    }

    private void inner(String line) {
        if (line.startsWith(CHAIN)) {
            ArchivedChain ended = chain;
            if (ended == null || seq != ended.last() || !Json.text(ended.line()).equals(line)) {
                throw unlike(null);
            }
            chain = null;
        } else {
            entry(Json.read(line, AuditEntry.class));
        }
    }

    private void entry(AuditEntry entry) {
        ArchivedChain in = chain;
        if (in == null) {
            in = chains.next();
            chain = in;
            seq = in.first() - 1;
            hash = in.prevHash();
        }
        Hash before = hash == null ? in.prevHash() : hash;
        Draft draft = new Draft(
                entry.entryId(),
                entry.at(),
                entry.action(),
                entry.actor(),
                entry.target(),
                entry.requestId(),
                entry.detail());
        Hash computed = hashes.of(before, new TenantId(entry.tenantId()), entry.seq(), draft);
        if (!entry.tenantId().equals(in.tenant().value())
                || entry.seq() != seq + 1
                || !computed.toString().equals(entry.hash())) {
            throw unlike(null);
        }
        seq = entry.seq();
        hash = computed;
    }

    private static ArchiveRefused unlike(@Nullable Exception why) {
        return new ArchiveRefused("The file reads differently from what was written. Nothing was dropped.", why);
    }
}
