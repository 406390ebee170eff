// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * {@code java LicenceTexts.java DIST TEXTS}: prints the licences and notices of all libraries in DIST, each text once, with
 * the libraries it is of. They come from the jars, and for jars without any from TEXTS, in a file named after the library.
 * Fails if a library's licence requires its text and there is none.
 */
final class LicenceTexts {
    private static final Pattern TEXT = Pattern.compile(
            "(META-INF/(.*/)?)?(licen[sc]e|notice|copying)[^/]*|META-INF/licenses/[^/]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern LIBRARY = Pattern.compile("\\S+:(\\S+) (\\S+)");
    private static final String LICENCE = "    licence: ";

    /** Apache's text is our own LICENSE; Eclipse asks only where the source is; the others ask for nothing. */
    private static final Set<String> WITHOUT_TEXT = Set.of("Apache-2.0", "CC0-1.0", "0BSD", "EPL-1.0", "EPL-2.0");

    private LicenceTexts() {}

    public static void main(String[] words) throws IOException {
        Path dist = Path.of(words[0]);
        Path texts = Path.of(words[1]);
        Map<String, Set<String>> librariesOf = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        Map<String, List<String>> licences = licences(dist.resolve("THIRD-PARTY.txt"));
        for (Path jar : jars(dist.resolve("lib"))) {
            String library = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            List<String> found = inside(jar);
            if (found.isEmpty()) {
                found = written(texts, library);
            }
            boolean ours = library.startsWith("stagedoor-");
            found.forEach(text -> librariesOf.computeIfAbsent(text, one -> new TreeSet<>()).add(library));
            // Where a library has several licences, we choose.
            List<String> ofLibrary = licences.getOrDefault(library, List.of());
            if (found.isEmpty() && !ours && ofLibrary.stream().noneMatch(WITHOUT_TEXT::contains)) {
                missing.add(library + " " + ofLibrary);
            }
        }
        if (!missing.isEmpty()) {
            System.err.println("no licence text in the jar or in " + texts + ": " + String.join(", ", missing));
            System.exit(1);
        }
        System.out.print(document(librariesOf));
    }

    private static Map<String, List<String>> licences(Path notices) throws IOException {
        Map<String, List<String>> licences = new TreeMap<>();
        String library = "";
        for (String line : Files.readAllLines(notices)) {
            Matcher named = LIBRARY.matcher(line);
            if (named.matches()) {
                library = named.group(1) + "-" + named.group(2);
            } else if (line.startsWith(LICENCE)) {
                licences.put(library, List.of(line.substring(LICENCE.length()).split(", ")));
            }
        }
        return licences;
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> inside(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            List<String> texts = new ArrayList<>();
            for (ZipEntry entry : zip.stream().filter(LicenceTexts::isText).toList()) {
                texts.add(tidy(new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)));
            }
            return texts;
        }
    }

    private static boolean isText(ZipEntry entry) {
        return !entry.isDirectory() && !entry.getName().endsWith(".class") && TEXT.matcher(entry.getName()).matches();
    }

    private static List<String> written(Path texts, String library) throws IOException {
        try (Stream<Path> files = Files.list(texts)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (library.startsWith(file.getFileName().toString().replaceFirst("txt$", "").replace('.', '-'))) {
                    found.add(tidy(Files.readString(file)));
                }
            }
            return found;
        }
    }

    private static String tidy(String text) {
        return text.replace("\r\n", "\n").replaceAll("[ \t]+\n", "\n").replaceFirst("^\n+", "").stripTrailing();
    }

    private static String document(Map<String, Set<String>> librariesOf) {
        Map<String, String> sorted = new TreeMap<>();
        librariesOf.forEach((text, libraries) -> sorted.put(String.join("\n", libraries) + "\0" + text, text));
        StringBuilder all = new StringBuilder();
        all.append("The licences and notices of the libraries that Stagedoor ships. THIRD-PARTY.txt lists all of them; of\n"
                + "those without a text here, the ones under the Apache License 2.0 are under the text in LICENSE, and the source of\n"
                + "the ones under the Eclipse Public License is at their home.\n");
        sorted.forEach((key, text) -> all.append("\n")
                .append("=".repeat(80))
                .append("\n")
                .append(key, 0, key.indexOf('\0'))
                .append("\n")
                .append("-".repeat(80))
                .append("\n\n")
                .append(text)
                .append("\n"));
        return all.toString();
    }
}
