// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command's access to the environment, the working folder and the standard streams.
 *
 * @param folder the working folder
 */
public record Shell(
        Map<String, String> environment, Path folder, InputStream in, PrintStream out, PrintStream err, Screen screen) {
    /** The value of an environment variable, or "" if it is not set. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** The file of that name, relative to the working folder. */
    public Path file(Path name) {
        return folder.resolve(name);
    }

    /** Prints a message to standard error. */
    public void note(@Nullable String line) {
        err.println("stagedoor: " + line);
    }

    /** Standard output for picocli. */
    public PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    /** Standard error for picocli. */
    public PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    }

    /** The style of standard output. */
    public Style style() {
        boolean plain = !variable("NO_COLOR").isEmpty() || variable("TERM").equals("dumb");
        return new Style(screen.out() && !plain);
    }
}
