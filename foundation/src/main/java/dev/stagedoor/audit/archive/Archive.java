// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import dev.stagedoor.api.audit.ArchiveLine;
import dev.stagedoor.audit.lane.EntryHash;
import dev.stagedoor.db.DatabaseRefused;
import dev.stagedoor.db.OwnerDatabase;
import dev.stagedoor.db.SqlState;
import dev.stagedoor.kernel.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Moves old parts of the audit into files. A part is dropped only after its file is complete, on the disk and verified; whenever
 * it ends before that, the part is still there, and the next run begins with it again.
 */
public final class Archive {
    private static final int ATTEMPTS = 10;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final OwnerDatabase owner;
    private final Clock clock;
    private final Steps steps;

    /** Of that database. */
    public Archive(OwnerDatabase owner, Clock clock) {
        this(owner, clock, new Steps() {});
    }

    /** Tells of its steps. */
    Archive(OwnerDatabase owner, Clock clock, Steps steps) {
        this.owner = owner;
        this.clock = clock;
        this.steps = steps;
    }

    /** The moments in which it may die. */
    interface Steps {
        /** The file was written under another name. */
        default void written(Path partial) throws IOException {}

        /** The file is in its place, and the part is still there. */
        default void placed() {}
    }

    /** What became of a part: its file, null if it had no entries. */
    public record Archived(String part, @Nullable Path file, long entries, long chains) {}

    /**
     * Archives the parts whose entries are all from before that time, the oldest first.
     *
     * @param each is told of each part when it is done
     * @throws ArchiveRefused  if a part stays; those that were told of are archived
     * @throws DatabaseRefused if the database does not let it
     */
    public void run(Instant before, Path folder, Consumer<Archived> each) {
        owner.write(handle -> {
            ArchiveStore.sortOthers(handle, before);
            return true;
        });
        for (Part part : owner.read(ArchiveStore::parts)) {
            if (!part.until().isAfter(before)) {
                each.accept(archive(part, folder));
            }
        }
    }

    private Archived archive(Part part, Path folder) {
        try {
            Path partial = Files.createTempFile(folder, ".audit-" + part.name() + '-', ".part");
            try {
                Contents contents = owner.read(handle -> written(handle, part, partial));
                steps.written(partial);
                Path file = contents.chains().isEmpty() ? null : placed(part, partial, folder, contents);
                steps.placed();
                drop(part, contents);
                return new Archived(
                        part.name(), file, contents.entries(), contents.chains().size());
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new ArchiveRefused(
                    "The archive cannot be written into " + folder + ": " + e.getMessage() + ". Nothing was dropped.",
                    e);
        }
    }

    private Contents written(Handle handle, Part part, Path to) {
        try (ArchiveWriter writer =
                new ArchiveWriter(to, part, clock.instant(), entry -> start(handle, entry.tenant()))) {
            ArchiveStore.entries(handle, part, writer::accept);
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArchiveWriter.Place start(Handle handle, TenantId tenant) {
        return ArchiveStore.head(handle, tenant)
                .map(head -> new ArchiveWriter.Place(head.seq() + 1, head.hash()))
                .orElseGet(() -> new ArchiveWriter.Place(1, EntryHash.genesis(tenant)));
    }

    /** The file under its name, flushed to the disk; never in place of one whose entries are not in the database any more. */
    private Path placed(Part part, Path partial, Path folder, Contents contents) throws IOException {
        ArchiveReader.require(partial, contents);
        force(partial);
        Path file = folder.resolve("audit-" + part.name() + ".jsonl.gz");
        for (int n = 2; Files.exists(file) && isOfRecord(file); n++) {
            file = folder.resolve("audit-" + part.name() + '-' + n + ".jsonl.gz");
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        force(folder);
        return file;
    }

    private static void force(Path what) throws IOException {
        try (FileChannel channel = FileChannel.open(what, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Also if it is something else, which is not ours to replace. */
    private boolean isOfRecord(Path file) {
        ArchiveLine.Chain chain = ArchiveReader.firstChain(file).orElse(null);
        return chain == null
                || owner.read(handle -> ArchiveStore.archivedTo(handle, new TenantId(chain.tenantId())))
                        >= chain.lastSeq();
    }

    private void drop(Part part, Contents contents) {
        for (int attempt = 1; ; attempt++) {
            try {
                owner.write(handle -> {
                    drop(handle, part, contents);
                    return true;
                });
                return;
            } catch (DatabaseRefused refused) {
                if (attempt == ATTEMPTS || !SqlState.isContention(refused)) {
                    throw refused;
                }
            }
            pause();
        }
    }

    private void drop(Handle handle, Part part, Contents contents) {
        if (ArchiveStore.hold(handle, part) != contents.own()) {
            throw new ArchiveRefused("Entries came into the part " + part.name()
                    + " while it was archived. It was not dropped: run the command again.");
        }
        ArchiveStore.archived(handle, contents.chains(), clock.instant());
        List<ArchivedChain> early = new ArrayList<>(contents.chains());
        early.removeIf(chain -> chain.early() == 0);
        for (ArchivedChain chain : early) {
            if (ArchiveStore.deleteEarly(handle, part, chain.tenant()) != chain.early()) {
                throw new ArchiveRefused("The chain of " + chain.tenant() + " has changed. Nothing was dropped.");
            }
        }
        ArchiveStore.drop(handle, part);
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchiveRefused("The command was interrupted. Nothing was dropped.", e);
        }
    }
}
