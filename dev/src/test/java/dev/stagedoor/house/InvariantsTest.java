// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/invariants.md and the sources name the same invariants, and each has a test that cites it. */
class InvariantsTest {
    private static final String PAGE = "docs/invariants.md";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([ISTDERCK]\\d) \\| ([^|]+) \\|([^|]*)\\|$");
    private static final Pattern TEST = Pattern.compile("(Test|Properties|Contract|Fuzz)$");

    private static final List<Comment> COMMENTS =
            Sources.files().stream().map(Comment::of).toList();

    @Test
    void every_invariant_that_the_sources_cite_has_a_row() {
        Map<String, String> homeless = new TreeMap<>();
        Set<String> rows = rows().keySet();
        for (Comment comment : COMMENTS) {
            for (String code : comment.invariants()) {
                if (!rows.contains(code)) {
                    homeless.put(code, comment.className());
                }
            }
        }
        assertThat(rows).as("rows of %s", PAGE).isNotEmpty();
        assertThat(homeless).as("cited, but not in %s", PAGE).isEmpty();
    }

    @Test
    void every_row_names_tests_that_cite_it() {
        renew();
        Map<String, Set<String>> citing = testsByInvariant();
        rows().forEach((code, tests) -> {
            assertThat(tests).as("tests of %s in %s", code, PAGE).isNotEmpty();
            assertThat(citing.getOrDefault(code, Set.of()))
                    .as("tests that cite %s", code)
                    .containsAll(tests);
        });
    }

    @Test
    void comments_cite_only_documents_that_are_in_the_repository() {
        Set<String> missing = new TreeSet<>();
        for (Comment comment : COMMENTS) {
            comment.documents()
                    .filter(document -> !exists(comment.file(), document))
                    .forEach(document -> missing.add(comment.className() + ": " + document));
        }
        assertThat(COMMENTS.stream().flatMap(Comment::documents)).contains("docs/decisions/0003-ledger.md");
        assertThat(missing).as("documents that are cited and do not exist").isEmpty();
    }

    /** A document's path starts at the root of the repository, or at the module of the file that cites it. */
    private static boolean exists(Path file, String document) {
        Path module = Sources.root().resolve(Sources.root().relativize(file).getName(0));
        return Files.exists(Sources.root().resolve(document)) || Files.exists(module.resolve(document));
    }

    private static Map<String, Set<String>> rows() {
        Map<String, Set<String>> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Golden.read(PAGE));
        while (row.find()) {
            rows.put(
                    row.group(1),
                    Arrays.stream(row.group(3).replace("`", "").split(","))
                            .map(String::strip)
                            .filter(test -> !test.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        return rows;
    }

    private static Map<String, Set<String>> testsByInvariant() {
        Map<String, Set<String>> tests = new TreeMap<>();
        for (Comment comment : COMMENTS) {
            if (TEST.matcher(comment.className()).find()) {
                comment.invariants()
                        .forEach(code -> tests.computeIfAbsent(code, none -> new TreeSet<>())
                                .add(comment.className()));
            }
        }
        return tests;
    }

    private static void renew() {
        if (!"renew".equals(System.getenv("GOLDEN"))) {
            return;
        }
        Map<String, Set<String>> citing = testsByInvariant();
        String renewed = ROW.matcher(Golden.read(PAGE))
                .replaceAll(row -> "| %s | %s | %s |"
                        .formatted(
                                row.group(1),
                                Matcher.quoteReplacement(row.group(2)),
                                String.join(", ", citing.getOrDefault(row.group(1), Set.of()))));
        Golden.compare(PAGE, renewed);
    }
}
