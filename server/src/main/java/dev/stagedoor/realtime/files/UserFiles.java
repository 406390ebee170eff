// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.files;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The door to app users' files. */
public final class UserFiles {
    /** How many files one user may have. */
    static final int MOST = 1_000;

    /** What one tenant's files may hold of this node's memory, on their way out. */
    private static final DataSize IN_MEMORY = new DataSize(64 << 20);

    private static final int LONGEST_NAME = 255;

    private final Foundation on;
    private final Limits limits;
    private final MemoryShares memory = new MemoryShares(IN_MEMORY, "Too many files of this tenant are being read.");

    /**
     * A file's bytes, which are counted as held until {@code held} is closed.
     *
     * @param bytes must not be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Content(UserFile file, byte[] bytes, MemoryShares.Held held) {}

    /** How long a file may be, and what those of one user may come to. */
    public record Limits(DataSize longest, DataSize perUser) {}

    /** Within those limits. */
    public UserFiles(Foundation on, Limits limits) {
        this.on = on;
        this.limits = limits;
    }

    /** The largest size of one file. */
    public DataSize longest() {
        return limits.longest();
    }

    /**
     * Keeps a file. Its name loses what no file's name has; its type is what its bytes are.
     *
     * @throws Problem {@code invalid_request} if it is empty; {@code quota_exceeded} if the user has too many, or too much
     */
    public UserFile keep(Principal.AppUser by, String name, byte[] content) {
        if (content.length == 0) {
            throw Problem.invalid("file", "is empty");
        }
        String clean = PlainText.checked("file", name.isBlank() ? "file" : name, LONGEST_NAME);
        // Not through the ledger, whose turn a long write would hold.
        return on.database().store(by.tenant(), tx -> {
            FileStore.hold(tx, by.user());
            FileStore.Sum sum = FileStore.sum(tx, by.user());
            if (sum.files() >= MOST
                    || sum.bytes() + content.length > limits.perUser().bytes()) {
                throw Problem.of(
                        ErrorCode.QUOTA_EXCEEDED,
                        "Your files may be " + MOST + ", and " + limits.perUser() + " together. Delete some.");
            }
            Instant now = on.clock().instant();
            UserFile file = new UserFile(Ids.next("file", now), clean, MediaTypes.of(content), content.length, now);
            FileStore.insert(tx, by.user(), file, content);
            return file;
        });
    }

    /** The user's file with that id, and its bytes; {@code not_found}. */
    public Content content(Principal.AppUser by, String id) {
        return content(by.tenant(), by.user(), id).orElseThrow(UserFiles::missing);
    }

    /**
     * As above; empty if there is no such file.
     *
     * @throws Problem {@code rate_limited} if the tenant's files hold too much of this node's memory now
     */
    public Optional<Content> content(TenantId tenant, String user, String id) {
        Optional<UserFile> file = on.database()
                .read(
                        tenant,
                        tx -> FileStore.find(tx, user, List.of(id)).stream().findFirst());
        return file.flatMap(found -> {
            MemoryShares.Held held = memory.take(tenant, found.size());
            Optional<byte[]> bytes = Optional.empty();
            try {
                bytes = on.database().read(tenant, tx -> FileStore.content(tx, user, id));
                return bytes.map(content -> new Content(found, content, held));
            } finally {
                if (bytes.isEmpty()) {
                    held.close();
                }
            }
        });
    }

    static Problem missing() {
        return Problem.notFound("file");
    }

    /** Those of the files that the user has, by id. */
    public static Map<String, UserFile> of(Tx tx, String user, List<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : FileStore.find(tx, user, ids).stream().collect(Collectors.toMap(UserFile::id, Function.identity()));
    }

    /** The user's files with those ids, in that order; {@code not_found} if one is missing. */
    public List<UserFile> all(TenantId tenant, String user, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<String, UserFile> found = on.database().read(tenant, tx -> of(tx, user, ids));
        if (!found.keySet().equals(new HashSet<>(ids))) {
            throw missing();
        }
        return ids.stream().distinct().map(found::get).toList();
    }

    /** Deletes the user's file; {@code not_found}. Messages that it came with stay. */
    public void delete(Principal.AppUser by, String id) {
        if (!on.database().store(by.tenant(), tx -> FileStore.delete(tx, by.user(), id))) {
            throw missing();
        }
    }

    /** Deletes all of a user's files; how many there were. */
    public static int erase(Tx tx, String user) {
        return FileStore.erase(tx, user);
    }

    /** Deletes all of a tenant's files. */
    public static void eraseAll(Tx tx) {
        FileStore.eraseAll(tx);
    }
}
