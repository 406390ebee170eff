// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import dev.stagedoor.sandbox.claude.Reply.Usage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The prompt cache: prefixes of prompts up to a block with {@code cache_control}, for each key and model. A request
 * reads the longest cached prefix that ends at most {@value #LOOK_BACK} blocks before one of its own marks. Thread-safe.
 */
final class PromptCache {
    private static final int LOOK_BACK = 20;
    private static final int KEPT = 10_000;
    private static final Duration SHORT = Duration.ofMinutes(5);

    private record Entry(Instant until, Duration lifetime) {}

    private final int smallest;
    /** By prefix, the one used longest ago first. */
    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** A cache of prefixes with at least this many tokens. */
    PromptCache(int smallest) {
        this.smallest = smallest;
    }

    /**
     * Counts a prompt, caches what it asks for, and renews what it reads.
     *
     * @param scope what shares cached prefixes
     */
    Usage count(String scope, List<Prompt.Block> blocks, Instant now) {
        int[] upTo = new int[blocks.size()];
        int tokens = 0;
        for (int i = 0; i < upTo.length; i++) {
            tokens += blocks.get(i).tokens();
            upTo[i] = tokens;
        }
        int[] marks = IntStream.range(0, upTo.length)
                .filter(i -> blocks.get(i).cached() != null && upTo[i] >= smallest)
                .toArray();
        if (marks.length == 0) return new Usage(tokens, 0, 0, 0, 0);
        return use(marks, upTo, blocks, prefixes(scope, blocks), now);
    }

    private synchronized Usage use(int[] marks, int[] upTo, List<Prompt.Block> blocks, String[] prefixes, Instant now) {
        int hit = longestHit(marks, prefixes, now);
        int read = hit < 0 ? 0 : upTo[hit];
        int counted = read;
        int written = 0;
        int writtenLong = 0;
        for (int mark : marks) {
            Duration lifetime = blocks.get(mark).cached();
            if (lifetime == null) continue;
            int more = Math.max(0, upTo[mark] - counted);
            counted += more;
            if (lifetime.equals(SHORT)) written += more;
            else writtenLong += more;
            remember(prefixes[mark], lifetime, now);
        }
        return new Usage(upTo[upTo.length - 1] - counted, written, writtenLong, read, 0);
    }

    /** The last block of the longest cached prefix, or -1. */
    private int longestHit(int[] marks, String[] prefixes, Instant now) {
        for (int i = marks[marks.length - 1]; i >= 0; i--) {
            int end = i;
            if (IntStream.of(marks).noneMatch(mark -> mark >= end && mark - end <= LOOK_BACK)) continue;
            Entry entry = entries.get(prefixes[i]);
            if (entry == null || !entry.until.isAfter(now)) continue;
            remember(prefixes[i], entry.lifetime, now);
            return i;
        }
        return -1;
    }

    private void remember(String prefix, Duration lifetime, Instant now) {
        entries.put(prefix, new Entry(now.plus(lifetime), lifetime));
        if (entries.size() > KEPT) entries.pollFirstEntry();
    }

    /** A name for each prefix: a hash of its last block and of the prefix before it. */
    private static String[] prefixes(String scope, List<Prompt.Block> blocks) {
        String[] prefixes = new String[blocks.size()];
        String before = scope;
        for (int i = 0; i < prefixes.length; i++) {
            Prompt.Block block = blocks.get(i);
            before = hash(before + '\n' + block.place() + '\n' + block.content());
            prefixes[i] = before;
        }
        return prefixes;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
