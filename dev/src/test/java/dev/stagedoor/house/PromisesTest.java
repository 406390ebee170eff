// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What SECURITY.md and the threat model promise has a test behind it")
class PromisesTest {
    private static final String SECURITY = "SECURITY.md";
    private static final String THREATS = "docs/threat-model.md";
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Properties))`");
    private static final Pattern INVARIANT = Pattern.compile("\\b[ISTDRCEK]\\d\\b");
    private static final Set<String> TESTS = Sources.files().stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    private static final String INVARIANTS = Golden.read("docs/invariants.md");

    /** The part of a page between two of its headings. */
    private static String section(String page, String heading) {
        String text = Golden.read(page);
        int start = text.indexOf("\n## " + heading + "\n");
        assertThat(start).as("%s in %s", heading, page).isNotNegative();
        int end = text.indexOf("\n## ", start + 1);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    private static Stream<String> proofs(String promise) {
        Stream<String> tests =
                TEST.matcher(promise).results().map(test -> test.group(1)).filter(TESTS::contains);
        Stream<String> invariants = INVARIANT
                .matcher(promise)
                .results()
                .map(MatchResult::group)
                .filter(code -> INVARIANTS.contains("\n| " + code + " |"));
        return Stream.concat(tests, invariants);
    }

    private static List<String> unproven(Stream<String> promises) {
        return promises.filter(promise -> proofs(promise).findAny().isEmpty()).toList();
    }

    @Test
    void each_defence_names_a_test_or_an_invariant() {
        List<String> rows = section(THREATS, "Defences")
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .toList();

        assertThat(rows).hasSizeGreaterThan(80);
        assertThat(unproven(rows.stream())).isEmpty();
    }

    @Test
    void each_promise_names_a_test_or_an_invariant() {
        List<String> promises = Arrays.stream(
                        section(SECURITY, "What Stagedoor promises").split("\n- \\*\\*"))
                .skip(1)
                .toList();

        assertThat(promises).hasSizeGreaterThan(7);
        assertThat(unproven(promises.stream())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {SECURITY, THREATS, "docs/decisions/0024-workers.md", "docs/decisions/0025-engines.md"})
    void every_test_that_is_named_is_there(String page) {
        assertThat(TEST.matcher(Golden.read(page)).results().map(test -> test.group(1)))
                .isNotEmpty()
                .allSatisfy(test -> assertThat(TESTS).contains(test));
    }
}
