// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.stagedoor.cli.console.Screen;
import dev.stagedoor.cli.console.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The commands in the guides are commands that there are")
class GuideTest {
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    @ParameterizedTest
    @ValueSource(strings = {"first-tenant", "phone-calls", "workers"})
    void each_is_understood_with_its_options(String guide) throws IOException {
        List<String> commands = Files.readString(Path.of("../docs/guides/" + guide + ".md"))
                .lines()
                .filter(line -> line.startsWith("stagedoor "))
                .map(line -> line.replaceFirst("\\s+#.*", "").substring("stagedoor ".length()))
                .toList();

        assertThat(commands).hasSizeGreaterThan(4);
        for (String command : commands) {
            String[] words =
                    WORD.matcher(command).results().map(word -> word.group()).toArray(String[]::new);
            assertThatCode(() -> Main.commands(new Stagedoor(shell()), shell()).parseArgs(words))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    private static Shell shell() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return new Shell(
                Map.of(),
                Path.of("."),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                new Screen(false, false, false, () -> 80, prompt -> Optional.empty()));
    }
}
