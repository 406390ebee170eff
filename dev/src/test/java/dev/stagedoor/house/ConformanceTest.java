// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/conformance/agent-c.md answers every item of the list, and the tests that it names are there")
class ConformanceTest {
    private static final String PAGE = "docs/conformance/agent-c.md";
    private static final int ITEMS = 152;
    private static final int FAILURES = 26;

    /** Number, requirement, status, and the tests or the reason. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (F?\\d+) \\| ([^|]+) \\| (done|refused|elsewhere) \\| ([^|]+) \\|$");

    private static final Pattern JAVA = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final Pattern VITEST = Pattern.compile("`([\\w/-]+\\.test\\.tsx?)` “([^”]+)”");

    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|Property)\\b");

    private static final Pattern KEEPS_SECRETS = Pattern.compile(".+[.](pem|key|p12|jks|env)|[.]env[.].+");
    private static final Set<String> NOT_OURS = Set.of("target", "dist", "node_modules");

    private record Row(String number, String status, String proof) {
        List<String> named(Pattern tests) {
            List<String> named = new ArrayList<>();
            Matcher test = tests.matcher(proof);
            while (test.find()) {
                named.add(test.group(1) + ' ' + test.group(2));
            }
            return named;
        }
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Golden.read(PAGE));
        while (row.find()) {
            rows.add(new Row(row.group(1), row.group(3), row.group(4)));
        }
        return rows;
    }

    @Test
    void every_item_stands_once_in_order() {
        List<String> expected = Stream.concat(
                        IntStream.rangeClosed(1, ITEMS).mapToObj(Integer::toString),
                        IntStream.rangeClosed(1, FAILURES).mapToObj(number -> "F" + number))
                .toList();

        assertThat(rows().stream().map(Row::number)).containsExactlyElementsOf(expected);
    }

    @Test
    void what_is_done_names_its_tests_and_what_is_not_says_why() {
        for (Row row : rows()) {
            if (row.status().equals("done")) {
                assertThat(Stream.concat(row.named(JAVA).stream(), row.named(VITEST).stream()))
                        .as("tests of item %s", row.number())
                        .isNotEmpty();
            } else {
                assertThat(row.proof().length())
                        .as("reason of item %s", row.number())
                        .isGreaterThan(30);
            }
        }
    }

    @Test
    void every_test_in_java_that_it_names_is_one() {
        Map<String, List<Path>> classes = Sources.files().stream()
                .filter(file -> file.toString().endsWith("Test.java"))
                .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
        for (Row row : rows()) {
            for (String test : row.named(JAVA)) {
                String[] named = test.split(" ", -1);
                assertThat(classes.getOrDefault(named[0] + ".java", List.of()).stream())
                        .as("%s of item %s", test, row.number())
                        .anyMatch(file -> isTest(read(file), named[1]));
            }
        }
    }

    /** A method that JUnit runs: its annotations stand above it, without an empty line. */
    private static boolean isTest(String source, String method) {
        int at = source.indexOf("void " + method + "(");
        String above = at < 0 ? "" : source.substring(source.lastIndexOf("\n\n", at), at);
        return TEST.matcher(above).find();
    }

    @Test
    void every_test_in_typescript_that_it_names_is_one() {
        Path sdk = Sources.root().resolve("sdk/typescript");
        for (Row row : rows()) {
            for (String test : row.named(VITEST)) {
                String[] named = test.split(" ", 2);
                Pattern titled = Pattern.compile("\\(\\s*['\"`]" + Pattern.quote(named[1]) + "['\"`]");
                Path file = named[0].startsWith("test/")
                        ? sdk.resolve(named[0])
                        : sdk.resolve("packages").resolve(named[0].replaceFirst("/", "/test/"));
                assertThat(titled.matcher(read(file)).find())
                        .as("%s of item %s", test, row.number())
                        .isTrue();
            }
        }
    }

    @Test
    void no_file_of_secrets_is_in_the_project() throws IOException {
        List<String> found = new ArrayList<>();
        Files.walkFileTree(Sources.root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean ours = folder.equals(Sources.root()) || !(name.startsWith(".") || NOT_OURS.contains(name));
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (KEEPS_SECRETS.matcher(name).matches()) {
                    found.add(Sources.root().relativize(file).toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });

        assertThat(found)
                .as("files that are of no use without a secret in them")
                .isEmpty();
        assertThat(Golden.read(".gitignore").lines()).contains(".env");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
