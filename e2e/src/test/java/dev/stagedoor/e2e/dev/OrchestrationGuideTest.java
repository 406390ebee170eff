// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("docs/guides/orchestration.md: each request is answered as the guide shows")
class OrchestrationGuideTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final Document GUIDE = Document.of("docs/guides/orchestration.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("^```sh\n([^`]*)^```\n+^```json\n([^`]*)^```$", Pattern.MULTILINE);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request and the fields of its answer that the guide shows. */
    record Example(String request, String answer) {}

    static Stream<Named<Example>> examples() {
        return EXAMPLE.matcher(GUIDE.text())
                .results()
                .map(found -> new Example(found.group(1), found.group(2)))
                .map(example -> Named.of(example.request().lines().findFirst().orElse(""), example));
    }

    private static Shell.Ran run(String command) {
        return Shell.in(Distribution.project())
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_KEY", DEV.tenant("acme").apiKey())
                .run("sh", "-c", command)
                .must();
    }

    @Test
    void there_is_one_for_each_pattern() {
        assertThat(examples()).hasSizeGreaterThanOrEqualTo(7);
        for (String pattern : List.of("sequential", "debate", "hierarchical", "parallel", "routing")) {
            assertThat(GUIDE.text()).contains("/api/orchestration/" + pattern);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void what_the_guide_shows_is_in_the_answer(Example example) throws IOException {
        JsonNode shown = JSON.readTree(example.answer());

        JsonNode answer = run(example.request()).json();

        contains(answer, shown, "");
    }

    /** Ids, times and money differ from run to run; everything else is the same. */
    private static void contains(JsonNode actual, JsonNode shown, String at) {
        if (shown.isObject()) {
            shown.properties()
                    .forEach(field ->
                            contains(actual.path(field.getKey()), field.getValue(), at + "/" + field.getKey()));
        } else if (shown.isArray()) {
            assertThat(actual.size()).as(at).isEqualTo(shown.size());
            for (int i = 0; i < shown.size(); i++) {
                contains(actual.path(i), shown.path(i), at + "/" + i);
            }
        } else if (shown.isNumber()) {
            assertThat(actual.isNumber()).as(at).isTrue();
        } else if (shown.asText().matches("(run|prof)_\\w+")) {
            assertThat(actual.asText()).as(at).startsWith(shown.asText().substring(0, 4));
        } else {
            assertThat(actual).as(at).isEqualTo(shown);
        }
    }

    @Test
    void the_command_follows_a_run_to_its_end() {
        Shell shell = Shell.in(Distribution.project())
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_KEY", DEV.tenant("acme").apiKey());

        List<JsonNode> lines = shell.stagedoor("runs", "start", "examples/orchestration/parallel.json")
                .must()
                .lines();

        assertThat(lines.getLast().at("/data/status").asText()).isEqualTo("completed");
    }
}
