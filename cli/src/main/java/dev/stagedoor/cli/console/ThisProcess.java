// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The shell that started this process. */
public final class ThisProcess {
    private static final int USUAL_COLUMNS = 100;
    /** Java only knows whether input and output are both terminals; this exit code has a bit for each stream. */
    private static final String WHICH = "[ -t 0 ]; a=$?; [ -t 1 ]; b=$?; [ -t 2 ]; exit $((7 - a - 2*b - 4*$?))";

    private ThisProcess() {}

    /** Standard streams in UTF-8, the environment, the working folder. */
    public static Shell shell() {
        int which = run(new ProcessBuilder("sh", "-c", WHICH).inheritIO());
        Screen screen = new Screen(
                (which & 1) != 0, (which & 2) != 0, (which & 4) != 0, ThisProcess::columns, ThisProcess::password);
        return new Shell(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                screen);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192), true, StandardCharsets.UTF_8);
    }

    private static Optional<String> password(String prompt) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("%s", prompt))
                .map(String::new);
    }

    private static int columns() {
        String set = System.getenv().getOrDefault("COLUMNS", "");
        if (set.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(set);
        }
        ProcessBuilder stty = new ProcessBuilder("stty", "size")
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = stty.start();
            String size = new String(process.getInputStream().readNBytes(64), StandardCharsets.US_ASCII).strip();
            String columns = size.substring(size.indexOf(' ') + 1);
            return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
        } catch (IOException e) {
            return USUAL_COLUMNS;
        }
    }

    private static int run(ProcessBuilder command) {
        try {
            Process process = command.start();
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
        } catch (IOException e) {
            // Without sh we assume that there is no terminal.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
