// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands in the READMEs work as written, and print what the READMEs say. */
class ReadmeTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final List<String> READMES = List.of("README.md", "client/README.md", "livekit/README.md");

    /** They build the project and run these very tests. */
    private static final Set<String> NOT_RUN = Set.of("make run", "make test");

    private static Shell shell;

    @BeforeAll
    static void open_a_shell_where_the_launcher_is() throws IOException {
        shell = DEV.get().shell();
        Path launcher = shell.folder().resolve("stagedoor");
        Files.deleteIfExists(launcher);
        Files.createSymbolicLink(launcher, Distribution.laidOut().launcher());
    }

    @AfterAll
    static void resume_what_the_tour_suspends() {
        shell.stagedoor("tenants", "resume", "globex").must();
    }

    static List<String> commands() {
        return READMES.stream()
                .flatMap(page -> Document.of(page).commands().stream())
                .filter(command -> NOT_RUN.stream().noneMatch(command::startsWith))
                .toList();
    }

    @Test
    void the_readme_has_the_commands_that_these_tests_are_about() {
        assertThat(commands())
                .anyMatch(command -> command.startsWith("curl "))
                .anyMatch(command -> command.startsWith("./stagedoor "));
        assertThat(Document.of("README.md").commands())
                .anyMatch(command -> command.startsWith("make run"))
                .anyMatch(command -> command.startsWith("make test"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_works_as_written(String command) {
        Shell.Ran ran = shell.run("sh", "-c", here(command)).must();

        assertThat(ran.out()).isNotBlank().doesNotContain("about:blank");
    }

    @Test
    void the_answer_of_the_first_call_has_the_shape_that_is_shown() throws JsonProcessingException {
        String curl = Document.of("README.md").commands().stream()
                .filter(command -> command.contains("/api/v1/trigger"))
                .findFirst()
                .orElseThrow();
        JsonNode shown = new ObjectMapper()
                .readTree(Document.of("README.md").blocks("json").getFirst());

        JsonNode answered = shell.run("sh", "-c", here(curl)).must().json();

        assertThat(fields("", answered)).isEqualTo(fields("", shown));
        assertThat(answered.at("/dispatch/status")).isEqualTo(shown.at("/dispatch/status"));
    }

    /** With this machine's port and this run's key, which cannot be written down in advance. */
    private static String here(String command) {
        return command.replace("http://127.0.0.1:8080", DEV.get().ready().url().toString())
                .replace("sd_live_…", DEV.tenant("acme").apiKey());
    }

    private static Set<String> fields(String path, JsonNode object) {
        Set<String> fields = new TreeSet<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            fields.add(path + "/" + field.getKey());
            fields.addAll(fields(path + "/" + field.getKey(), field.getValue()));
        }
        return fields;
    }
}
