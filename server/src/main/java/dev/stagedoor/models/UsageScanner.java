// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.budgets.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a streamed message used, and why it ended, while its bytes are passed on. It copies only a line that has not
 * arrived whole, and of a long one only the beginning.
 */
final class UsageScanner {
    /** Longer than a line that says what was used; pieces of text and of tools may be longer, and are only counted. */
    private static final int LONGEST_LINE = 64 * 1024;

    private static final byte[] EVENT = ascii("event:");
    private static final byte[] DATA = ascii("data:");

    private byte[] line = new byte[1024];
    private int size;
    private Event event = Event.OTHER;
    private TokenUsage tokens = TokenUsage.NONE;
    private @Nullable String stop;
    private long pieces;
    private boolean known;

    /** Those that count. */
    private enum Event {
        PIECE("content_block_delta"),
        START("message_start"),
        DELTA("message_delta"),
        OTHER("");

        private static final List<Event> ALL = List.of(values());

        @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
        private final byte[] name;

        Event(String name) {
            this.name = ascii(name);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void on(byte[] bytes, int length) {
        int begin = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                ended(bytes, begin, at);
                begin = at + 1;
            }
        }
        keep(bytes, begin, length);
    }

    private void keep(byte[] bytes, int from, int to) {
        int more = Math.min(to - from, LONGEST_LINE - size);
        if (size + more > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, size + more));
        }
        System.arraycopy(bytes, from, line, size, more);
        size += more;
    }

    private void ended(byte[] bytes, int from, int to) {
        if (size == 0) {
            line(bytes, from, to);
        } else {
            keep(bytes, from, to);
            line(line, 0, size);
            size = 0;
        }
    }

    private void line(byte[] bytes, int from, int to) {
        if (begins(bytes, from, to, EVENT)) {
            event = event(bytes, from + EVENT.length, to);
            pieces += event == Event.PIECE ? 1 : 0;
        } else if ((event == Event.START || event == Event.DELTA) && begins(bytes, from, to, DATA)) {
            int json = from + DATA.length;
            data(bytes, json, to - json);
        }
    }

    private static boolean begins(byte[] bytes, int from, int to, byte[] with) {
        return to - from >= with.length && Arrays.equals(bytes, from, from + with.length, with, 0, with.length);
    }

    private static Event event(byte[] bytes, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && bytes[begin] <= ' ') {
            begin++;
        }
        while (end > begin && bytes[end - 1] <= ' ') {
            end--;
        }
        for (Event one : Event.ALL) {
            if (Arrays.equals(bytes, begin, end, one.name, 0, one.name.length)) {
                return one;
            }
        }
        return Event.OTHER;
    }

    private void data(byte[] bytes, int from, int length) {
        try {
            MessageSaid said = MessageSaid.of(bytes, from, length, tokens);
            known |= said.usage() != null;
            tokens = said.usage() == null ? tokens : said.usage();
            stop = said.stop() == null ? stop : said.stop();
        } catch (IOException notJson) {
            // It is passed on as it is.
        }
    }

    /** Whether the provider has said anything about what was used. */
    boolean isKnown() {
        return known;
    }

    /** What was used so far. A message that was cut off says nothing of its end: then each piece is one token at least. */
    TokenUsage tokens() {
        return new TokenUsage(
                tokens.input(), Math.max(tokens.output(), pieces), tokens.cacheWritten(), tokens.cacheRead());
    }

    /** Why the message ended, in the provider's words; null if it has not said. */
    @Nullable
    String stop() {
        return stop;
    }
}
