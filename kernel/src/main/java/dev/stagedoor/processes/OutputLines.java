// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a child's output line by line; lines longer than {@link #LONGEST} characters are split. */
final class OutputLines {
    static final int LONGEST = 16_384;

    private final Reader reader;
    private final char[] buffer = new char[8_192];
    private int at;
    private int filled;

    OutputLines(InputStream output) {
        this.reader = new InputStreamReader(output, StandardCharsets.UTF_8);
    }

    /** The next line without its terminator, or null at the end. */
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
