// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import dev.stagedoor.api.audit.ArchiveLine;
import dev.stagedoor.audit.ExportedChain;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.audit.lane.EntryHash;
import dev.stagedoor.db.Hash;
import dev.stagedoor.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes the entries of a part into a file, and refuses a chain that does not hold together. */
final class ArchiveWriter implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Part part;
    private final Start start;
    private final FileChannel file;
    private final OutputStream out;
    private final MessageDigest sha256;
    private final List<ArchivedChain> chains = new ArrayList<>();
    private @Nullable ArchivedChain chain;

    /** Where a chain goes on. */
    @FunctionalInterface
    interface Start {
        /** The first entry to be archived, without its own hash: its number and the hash before it. */
        Place of(Entry entry);
    }

    /** A number in a chain, and the hash of the entry before it. */
    record Place(long seq, Hash prevHash) {}

    ArchiveWriter(Path to, Part part, Instant now, Start start) throws IOException {
        this.part = part;
        this.start = start;
        this.sha256 = sha256();
        this.file = FileChannel.open(to, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(new GZIPOutputStream(Channels.newOutputStream(file), BUFFER), BUFFER);
        write(Json.text(new ArchiveLine(new ArchiveLine.Begins(1, part.name(), part.until(), now), null, null)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The next entry: of the same chain, or the first of another. */
    void accept(Entry entry) {
        ArchivedChain before = chain != null && chain.tenant().equals(entry.tenant()) ? chain : null;
        if (before == null) {
            endChain();
        }
        Place place = before != null ? new Place(before.last() + 1, before.hash()) : start.of(entry);
        Hash computed = new EntryHash().of(place.prevHash(), entry.tenant(), place.seq(), entry.draft());
        if (entry.seq() != place.seq()
                || !entry.prevHash().equals(place.prevHash())
                || !entry.hash().equals(computed)) {
            throw new ArchiveRefused("The chain of " + entry.tenant() + " is broken at entry " + place.seq()
                    + ". Nothing of this part was archived: stagedoor audit verify says what is wrong.");
        }
        write(ExportedChain.line(entry));
        long early = entry.draft().at().isBefore(part.until()) ? 0 : 1;
        chain = before != null
                ? new ArchivedChain(
                        before.tenant(),
                        before.first(),
                        before.prevHash(),
                        entry.seq(),
                        entry.hash(),
                        before.early() + early)
                : new ArchivedChain(entry.tenant(), entry.seq(), entry.prevHash(), entry.seq(), entry.hash(), early);
    }

    private void endChain() {
        ArchivedChain ended = chain;
        if (ended != null) {
            chains.add(ended);
            write(Json.text(ended.line()));
        }
    }

    /** Completes the file, on the disk. */
    Contents finish() throws IOException {
        endChain();
        Contents contents = new Contents(List.copyOf(chains), HexFormat.of().formatHex(sha256.digest()));
        out.write(lineOf(Json.text(new ArchiveLine(null, null, contents.manifest()))));
        out.flush();
        out.close();
        return contents;
    }

    private void write(String line) {
        byte[] bytes = lineOf(line);
        sha256.update(bytes);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] lineOf(String line) {
        return (line + '\n').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
