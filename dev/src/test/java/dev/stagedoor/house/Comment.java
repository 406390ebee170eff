// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text in a source file: comments, display names and descriptions of assertions. */
record Comment(Path file, String text) {
    private static final Pattern SPOKEN = Pattern.compile(
            "(?s)/\\*.*?\\*/|//[^\\n]*|@DisplayName\\(.*?\"\\s*\\)|\\.as\\(\\s*\"[^\"]*\"|^\\s*--[^\\n]*",
            Pattern.MULTILINE);
    private static final Pattern INVARIANT = Pattern.compile("\\b[ISTDERCK]\\d\\b");
    private static final Pattern DOCUMENT = Pattern.compile(
            "(?<![\\w/.<>-])(?:[a-z][\\w-]*/)*[\\w.-]+\\.md\\b|(?<!\\w)(?:design|facts|shared)/[\\w./-]+");

    static Comment of(Path file) {
        try {
            return new Comment(
                    file,
                    SPOKEN.matcher(Files.readString(file))
                            .results()
                            .map(MatchResult::group)
                            .collect(Collectors.joining("\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The codes of docs/invariants.md that it cites. */
    Set<String> invariants() {
        return found(INVARIANT).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The documents that it cites, as written. */
    Stream<String> documents() {
        return found(DOCUMENT);
    }

    String className() {
        return file.getFileName().toString().replaceFirst("\\.java$", "");
    }

    private Stream<String> found(Pattern what) {
        return what.matcher(text).results().map(MatchResult::group);
    }
}
