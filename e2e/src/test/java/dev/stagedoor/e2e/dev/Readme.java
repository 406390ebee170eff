// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import dev.stagedoor.e2e.Distribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A README of the project, and the commands it tells people to type.
 *
 * @param text the whole file
 */
record Readme(String text) {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** The README of that module; "" is the project's own. */
    static Readme of(String module) {
        Path file = Distribution.project().resolve(module).resolve("README.md");
        try {
            return new Readme(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fenced blocks in that language. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The commands of all {@code sh} blocks, joined across lines ending in a backslash. */
    List<String> commands() {
        return blocks("sh").stream()
                .flatMap(block -> Pattern.compile("(?<!\\\\)\n").splitAsStream(block))
                .filter(line -> !line.isBlank())
                .toList();
    }
}
