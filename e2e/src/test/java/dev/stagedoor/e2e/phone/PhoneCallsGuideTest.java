// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("docs/guides/phone-calls.md: what it tells people to type works, from its first line to its last")
class PhoneCallsGuideTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final Document GUIDE = Document.of("docs/guides/phone-calls.md");
    private static final String SIGNED = "## What a front end sends";
    private static final String NUMBER = "+442079460100";

    private static Shell shell;

    @BeforeAll
    static void a_number_and_its_secret() {
        Path launcher = Distribution.laidOut().launcher().getParent();
        shell = DEV.get().shell();
        shell = shell.with("PATH", launcher + ":" + shell.environment().get("PATH"));
        runs("## Your number and its secret");
    }

    @AfterAll
    static void leave_acme_as_it_was() throws IOException {
        shell.stagedoor("numbers", "release", NUMBER, "--tenant", "acme", "--yes")
                .must();
        shell.stagedoor("phone-settings", "set", "--unblock", "+8816*", "--answer-within", "8", "--tenant", "acme")
                .must();
        shell.stagedoor("credentials", "revoke", "webhook", "sip", "--tenant", "acme", "--yes")
                .must();
        Files.delete(secret());
    }

    private static Path secret() {
        return shell.folder().resolve("sip-secret.txt");
    }

    private static String here(String text) {
        return text.replace("http://127.0.0.1:8080", DEV.get().ready().url().toString());
    }

    /** Runs each block of a section, all lines of one in one shell. */
    private static List<Shell.Ran> runs(String section) {
        List<Shell.Ran> ran = new ArrayList<>();
        for (String block : GUIDE.section(section).blocks("sh")) {
            ran.add(shell.run("sh", "-ec", here(block)).must());
        }
        assertThat(ran).isNotEmpty();
        return ran;
    }

    private static void isAnswered(JsonNode answer) {
        assertThat(answer.at("/join_room/participant_identity").asText()).isEqualTo("caller-12025550143");
        assertThat(answer.at("/join_room/token").asText()).isNotEmpty();
    }

    @Test
    void the_first_call_is_answered_as_it_is_shown() throws IOException {
        JsonNode shown = new ObjectMapper().readTree(GUIDE.blocks("json").getFirst());

        JsonNode answer = runs("## A first call, without a phone").getFirst().json();

        isAnswered(answer);
        assertThat(answer.at("/join_room").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> shown.at("/join_room").fieldNames());
        for (String same : List.of("participant_identity", "participant_name", "participant_metadata")) {
            assertThat(answer.at("/join_room/" + same)).isEqualTo(shown.at("/join_room/" + same));
        }
    }

    @Test
    void a_call_that_curl_and_openssl_sign_is_answered() {
        isAnswered(runs(SIGNED).getFirst().json());
    }

    private static void signs(String language, String... interpreter) throws IOException {
        List<String> words = new ArrayList<>(List.of(interpreter));
        words.add(here(GUIDE.blocks(language).getFirst()));
        isAnswered(shell.with("SIP_SECRET", Files.readString(secret()))
                .run(words.toArray(String[]::new))
                .must()
                .json());
    }

    @Test
    void a_call_that_node_signs_is_answered() throws IOException {
        signs("js", "node", "-e");
    }

    @Test
    void a_call_that_python_signs_is_answered() throws IOException {
        signs("python", "python3", "-c");
    }

    @Test
    void the_settings_are_shown_and_changed() {
        assertThat(runs("## Who gets through").getFirst().out()).contains("\"answer_within\":12");
        assertThat(shell.stagedoor("phone-settings", "show", "--tenant", "acme").at("/blocked/0"))
                .isEqualTo("+8816*");
    }

    @Test
    void a_simulated_call_has_the_steps_that_are_shown() {
        List<Shell.Ran> ran = runs("## Try it: `sip simulate`");
        List<String> shown = GUIDE.blocks("text")
                .getFirst()
                .lines()
                .map(line -> Pattern.compile("\\s+").split(line, 3))
                .map(words -> words[0] + " " + words[1])
                .distinct()
                .toList();

        for (Shell.Ran simulated : ran) {
            List<String> steps = new ArrayList<>();
            simulated
                    .json()
                    .path("steps")
                    .forEach(step -> steps.add(step.path("outcome").asText() + " "
                            + step.path("step").asText()));
            assertThat(steps.stream().distinct()).containsExactlyElementsOf(shown);
        }
    }
}
