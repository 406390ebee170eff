// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.audit.AuditEntryList;
import dev.stagedoor.api.audit.AuditHead;
import dev.stagedoor.client.http.Lines;
import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.UnreachableException;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An audit log: the entries of one hash chain. */
public final class Audit {
    private static final String NDJSON = "application/x-ndjson";

    private final Root root;

    Audit(Root root) {
        this.root = root;
    }

    /**
     * Filters audit entries; null matches any.
     *
     * @param action such as {@code token.mint}
     * @param actor  such as {@code key:key_…}
     * @param target an id or a name
     * @param from at or after this time
     * @param to before this time
     */
    public record Filter(
            @Nullable String action,
            @Nullable String actor,
            @Nullable String target,
            @Nullable Instant from,
            @Nullable Instant to) {
        /** All entries. */
        public static final Filter ALL = new Filter(null, null, null, null, null);

        Request on(Request request) {
            return request.with("action", action)
                    .with("actor", actor)
                    .with("target", target)
                    .with("from", from)
                    .with("to", to);
        }
    }

    /** A page of entries, newest first. With filters a page can be short or empty although more follow. */
    public AuditEntryList newest(Filter filter, PageRequest page) {
        return list(filter, page, "desc");
    }

    /** A page of entries in the chain's order; {@code after} can be the number of any entry. */
    public AuditEntryList oldest(Filter filter, PageRequest page) {
        return list(filter, page, "asc");
    }

    private AuditEntryList list(Filter filter, PageRequest page, String order) {
        return root.send(filter.on(root.list(page, "audit").with("order", order)), AuditEntryList.class);
    }

    /** The chain's current head. Stored elsewhere, it proves later that nothing up to it was altered or removed. */
    public AuditHead head() {
        return root.send(Request.get(root.at("audit", "head")), AuditHead.class);
    }

    /**
     * All matching entries in chain order, as streamed lines of JSON ({@link dev.stagedoor.api.audit.AuditEntry}).
     * Compare with {@link #head} to know that the export is complete.
     *
     * @throws UnreachableException if the stream broke off
     */
    public void export(Filter filter, Consumer<String> line) {
        Request request = filter.on(Request.get(root.at("audit")).with("format", "jsonl"));
        try (Lines lines = root.transport().open(request, NDJSON, null)) {
            for (String next = lines.next(); next != null; next = lines.next()) {
                line.accept(next);
            }
        } catch (IOException e) {
            throw new UnreachableException("the export broke off: " + e.getMessage(), false, e);
        }
    }
}
