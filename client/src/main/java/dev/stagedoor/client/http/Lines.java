// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 lines that end in LF or CRLF, with a maximum length. */
public final class Lines implements AutoCloseable {
    private static final int LONGEST = 4 * 1024 * 1024;

    private final InputStream in;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 16 * 1024);
    }

    /** The next complete line without its terminator; null at the end. An unterminated rest is an error. */
    public @Nullable String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            if (line.size() == LONGEST) {
                throw new IOException("a line is longer than " + LONGEST + " bytes");
            }
            line.write(b);
        }
        if (line.size() > 0) {
            throw new IOException("the stream ended within a line");
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
