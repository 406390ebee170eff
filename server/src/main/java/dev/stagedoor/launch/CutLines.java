// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of a worker's output, and cuts those that are too long: whatever is written, one line's memory is enough. */
public final class CutLines {
    /** The most bytes of a line that are passed on. */
    public static final int LONGEST = 8192;

    private final Consumer<String> to;
    private final byte[] line = new byte[LONGEST];
    private int length;
    private boolean cut;

    public CutLines(Consumer<String> to) {
        this.to = to;
    }

    /** The next bytes of the output. */
    public void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                pass();
            } else if (length == LONGEST) {
                cut = true;
            } else {
                line[length++] = bytes[i];
            }
        }
    }

    /** The output has ended: what is left is a line too. */
    public void end() {
        if (length > 0) {
            pass();
        }
    }

    private void pass() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        boolean wasCut = cut;
        length = 0;
        cut = false;
        to.accept(wasCut ? text + "…" : text);
    }
}
