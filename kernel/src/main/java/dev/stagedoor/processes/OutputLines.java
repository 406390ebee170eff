package dev.stagedoor.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a child's output by the line; a line longer than {@link #LONGEST} characters comes in pieces. */
final class OutputLines {
    static final int LONGEST = 16_384;

    private final Reader reader;
    private final char[] buffer = new char[8_192];
    private int at;
    private int filled;

    OutputLines(InputStream output) {
        this.reader = new InputStreamReader(output, StandardCharsets.UTF_8);
    }

    /** The next line without its end, or null when there is no more. */
    @Nullable
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < LONGEST) {
            if (at == filled && !fill()) {
                return line.isEmpty() ? null : line.toString();
            }
            char c = buffer[at++];
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
        return line.toString();
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, reader.read(buffer));
        return filled > 0;
    }
}
