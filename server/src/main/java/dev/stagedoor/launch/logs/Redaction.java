// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import dev.stagedoor.kernel.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets and what a terminal would obey out of lines, while it is open: the secrets' texts are in memory no longer than
 * that. Of a secret with line breaks each line is a secret of its own.
 */
final class Redaction {
    /** What is shorter would be found in harmless words. */
    static final int SHORTEST = 6;

    /** The longest line that is kept, in characters. */
    static final int LONGEST = 4_096;

    private static final String HIDDEN = "[secret]";
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]");

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    static Redaction of(Collection<Secret> environment) {
        List<String> parts = new ArrayList<>();
        for (Secret secret : environment) {
            secret.revealText()
                    .lines()
                    .map(String::strip)
                    .filter(part -> part.length() >= SHORTEST)
                    .forEach(parts::add);
        }
        // A secret that holds another one first.
        parts.sort(Comparator.comparingInt(String::length).reversed());
        return new Redaction(List.copyOf(parts));
    }

    String line(String line) {
        String clean = line;
        for (String secret : secrets) {
            clean = clean.replace(secret, HIDDEN);
        }
        return cut(printable(COLOUR.matcher(clean).replaceAll("")));
    }

    private static String printable(String line) {
        StringBuilder out = new StringBuilder(line.length());
        line.codePoints().forEach(c -> out.appendCodePoint(isPrintable(c) ? c : 0xfffd));
        return out.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t';
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String cut(String line) {
        if (line.length() <= LONGEST) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return line.substring(0, end) + "…";
    }
}
