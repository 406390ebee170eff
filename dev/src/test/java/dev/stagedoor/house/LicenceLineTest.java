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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every source file names its licence, as {@code make fmt} writes it. */
class LicenceLineTest {
    private static final Pattern LINE = Pattern.compile("(//|#) SPDX-License-Identifier: Apache-2\\.0");
    private static final Set<String> NOT_OURS = Set.of("target", "dist", "node_modules");

    /** By their paths in the project. SQL is left out: Flyway knows a migration by its checksum. */
    private static final Pattern SOURCE =
            Pattern.compile(".*\\.(java|mjs|js|ts|py)|bin/[^/]+|\\.ci/run|stagedoor|packaging/Dockerfile");

    @Test
    void every_source_file_has_it_at_the_top_or_below_the_interpreter() throws IOException {
        List<Path> sources = sources();

        assertThat(sources.stream().map(LicenceLineTest::name))
                .contains("stagedoor", "bin/spdx", "examples/agent/agent.mjs")
                .anyMatch(name -> name.endsWith("/package-info.java"));
        assertThat(sources.stream().filter(file -> !hasLine(file)).map(LicenceLineTest::name))
                .as("sources without the licence line: run make fmt")
                .isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(Sources.root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean hidden = name.startsWith(".") && !name.equals(".ci");
                boolean ours = folder.equals(Sources.root()) || (!hidden && !NOT_OURS.contains(name));
                return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && SOURCE.matcher(name(file)).matches()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static String name(Path file) {
        return Sources.root().relativize(file).toString();
    }

    private static boolean hasLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> top = lines.limit(2).toList();
            int at = !top.isEmpty() && top.getFirst().startsWith("#!") ? 1 : 0;
            return top.size() > at && LINE.matcher(top.get(at)).matches();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
