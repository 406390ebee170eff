// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of the project's documentation, and what it tells people to type.
 *
 * @param text the whole page, or one section of it
 */
public record Document(String text) {
    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** The page at that path from the project's root. */
    public static Document of(String path) {
        try {
            return new Document(Files.readString(Distribution.project().resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part below that heading, up to the next heading that is not a deeper one; fails if there is none. */
    public Document section(String heading) {
        String level = heading.substring(0, heading.indexOf(' '));
        String end = "(?=^#{1,%d} |\\z)".formatted(level.length());
        return Pattern.compile("^" + Pattern.quote(heading) + "$(.*?)" + end, Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(section -> new Document(section.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + heading));
    }

    /** The fenced blocks in that language. */
    public List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** The commands of all {@code sh} blocks, joined across lines ending in a backslash. */
    public List<String> commands() {
        return blocks("sh").stream()
                .flatMap(block -> Pattern.compile("(?<!\\\\)\n").splitAsStream(block))
                .filter(line -> !line.isBlank())
                .toList();
    }
}
