// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.stagedoor.api.audit.ArchiveLine;
import dev.stagedoor.api.audit.AuditEntry;
import dev.stagedoor.client.http.WireJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the archive of the audit, as {@code stagedoor audit archive} writes them. It is checked against its own manifest; the
 * entries are for an {@link AuditChain} to verify.
 */
public final class AuditArchive {
    private static final ObjectReader STRICT =
            WireJson.mapper().readerFor(ArchiveLine.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;
    private final ArchiveLine.Begins begins;

    private AuditArchive(Path file, ArchiveLine.Begins begins) {
        this.file = file;
        this.begins = begins;
    }

    /** What is wrong with a file: from which line on, counted from 1. */
    public record Fault(long line, String detail) {}

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read, or is no archive that this version knows
     */
    public static AuditArchive open(Path file) throws IOException {
        try (BufferedReader lines = lines(file)) {
            String first = lines.readLine();
            ArchiveLine.Begins begins =
                    first == null ? null : line(first).map(ArchiveLine::begins).orElse(null);
            if (begins == null || begins.format() != 1) {
                throw new IOException("it is no archive of the audit");
            }
            return new AuditArchive(file, begins);
        }
    }

    /** What it says it is. */
    public ArchiveLine.Begins begins() {
        return begins;
    }

    /** Reads its entries, up to the first fault; empty if there is none. */
    public Optional<Fault> read(Consumer<AuditEntry> each) throws IOException {
        Check check = new Check(each);
        try (BufferedReader lines = lines(file)) {
            for (String line = lines.readLine(); line != null && check.fault == null; line = lines.readLine()) {
                check.line(line);
            }
        } catch (IOException damaged) {
            check.fault("cannot be read: " + damaged.getMessage());
        }
        return Optional.ofNullable(check.end());
    }

    private static BufferedReader lines(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
    }

    private static Optional<ArchiveLine> line(String text) {
        try {
            return Optional.of(STRICT.readValue(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** One reading. */
    private static final class Check {
        private final Consumer<AuditEntry> each;
        private final MessageDigest sha256 = sha256();
        private long number;
        private long entries;
        private long chains;
        private long first;
        private @Nullable AuditEntry last;
        private boolean ended;
        private @Nullable Fault fault;

        Check(Consumer<AuditEntry> each) {
            this.each = each;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        void line(String text) {
            number++;
            if (ended) {
                fault("follows the manifest, which ends a file");
                return;
            }
            if (text.startsWith("{\"manifest\":")) {
                manifest(AuditArchive.line(text).map(ArchiveLine::manifest).orElse(null));
                return;
            }
            sha256.update((text + '\n').getBytes(StandardCharsets.UTF_8));
            if (text.startsWith("{\"chain\":")) {
                chain(AuditArchive.line(text).map(ArchiveLine::chain).orElse(null));
            } else if (number > 1) {
                entry(AuditChain.entry(text));
            }
        }

        private void entry(Optional<AuditEntry> entry) {
            if (entry.isEmpty()) {
                fault("is not an audit entry");
                return;
            }
            AuditEntry before = last;
            if (before == null) {
                first = entry.get().seq();
            } else if (!before.tenantId().equals(entry.get().tenantId())) {
                fault("begins another chain, and that of " + before.tenantId() + " has no end");
                return;
            }
            last = entry.get();
            entries++;
            each.accept(entry.get());
        }

        private void chain(ArchiveLine.@Nullable Chain said) {
            AuditEntry end = last;
            if (said == null
                    || end == null
                    || !said.tenantId().equals(end.tenantId())
                    || said.firstSeq() != first
                    || said.lastSeq() != end.seq()
                    || !said.hash().equals(end.hash())) {
                fault("does not fit the entries before it");
            }
            chains++;
            last = null;
        }

        private void manifest(ArchiveLine.@Nullable Manifest said) {
            ended = true;
            if (said == null || said.entries() != entries || said.chains() != chains || last != null) {
                fault("counts other entries or chains than there are");
            } else if (!said.sha256().equals(HexFormat.of().formatHex(sha256.digest()))) {
                fault("has another SHA-256 than the lines before it");
            }
        }

        void fault(String detail) {
            if (fault == null) {
                fault = new Fault(number, detail);
            }
        }

        @Nullable
        Fault end() {
            if (!ended) {
                fault("is the last line, and no manifest: the file is cut off");
            }
            return fault;
        }
    }
}
