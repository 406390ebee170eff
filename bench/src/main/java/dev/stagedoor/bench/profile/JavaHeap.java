// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM, asked by {@code jcmd}. */
public final class JavaHeap {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)");

    private JavaHeap() {}

    /** Bytes of all that is reachable, after a full collection. */
    public static long live(long pid) {
        Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
        if (!total.find()) {
            throw new IllegalStateException("jcmd did not say how large the heap of " + pid + " is");
        }
        return Long.parseLong(total.group(1));
    }

    /** Collects all garbage, so that the process gives memory back. */
    public static void collect(long pid) {
        jcmd(pid, "GC.run");
    }

    private static String jcmd(long pid, String command) {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process asked = new ProcessBuilder(program, Long.toString(pid), command)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.waitFor() != 0) {
                throw new IllegalStateException("jcmd " + command + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
