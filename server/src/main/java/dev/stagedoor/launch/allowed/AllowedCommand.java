// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.allowed;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that the operator allows.
 *
 * @param name   by which tenants choose it
 * @param folder its working folder
 * @param words  the program and its arguments
 */
public record AllowedCommand(String name, Path folder, List<String> words) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern ENCODED = Pattern.compile("%([0-9a-fA-F]{2})");

    public AllowedCommand {
        words = List.copyOf(words);
    }

    /**
     * Reads {@code NAME FOLDER PROGRAM ARGUMENT…}, each percent-encoded where needed.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static AllowedCommand parse(String line) {
        List<String> words = Arrays.stream(line.strip().split("\\s+"))
                .map(AllowedCommand::decoded)
                .toList();
        if (words.size() < 3 || !NAME.matcher(words.getFirst()).matches()) {
            throw new IllegalArgumentException(
                    "launch.commands: each must be NAME FOLDER PROGRAM ARGUMENT…, its name of lower-case letters, digits,"
                            + " dots, hyphens and underscores");
        }
        return new AllowedCommand(words.getFirst(), Path.of(words.get(1)), words.subList(2, words.size()));
    }

    /** The line that is read as this command. */
    public String line() {
        return name
                + ' '
                + encoded(folder.toString())
                + ' '
                + String.join(" ", words.stream().map(AllowedCommand::encoded).toList());
    }

    private static String decoded(String word) {
        return ENCODED.matcher(word)
                .replaceAll(found -> Matcher.quoteReplacement(new String(
                        new byte[] {(byte) Integer.parseInt(found.group(1), 16)}, StandardCharsets.ISO_8859_1)));
    }

    private static String encoded(String word) {
        return word.replace("%", "%25")
                .replace(" ", "%20")
                .replace(",", "%2C")
                .replace("\t", "%09")
                .replace("\n", "%0A");
    }
}
