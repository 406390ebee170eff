// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.config.ConfigReference;
import dev.stagedoor.config.ConfigRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is wrong with a setting is said in words, never in Java's, and never with its value")
@Tag("slow")
class SettingsWordsTest {
    /** What only a programmer would know. */
    private static final Pattern JAVA = Pattern.compile(
            "java\\.|Exception|\\bclass\\b|\\bnull\\b|\\bPT?\\d|\\\\[dswp]|\\[[^\\]]*-[^\\]]*]|For input");

    private static final List<String> WRONG = List.of(
            "hush",
            "",
            "-1",
            "hush://me:hush@example.com:hush/ hush",
            "99999999999999999999",
            "999999999d",
            "999999999999GiB",
            "PT1H",
            "hu\0sh",
            "999.0.0.1/8",
            "10.0.0.1/8",
            "10.0.0.0/hush",
            "[hush");

    static Stream<String> variables() {
        return Pattern.compile("`(STAGEDOOR_[A-Z_]+)`")
                .matcher(ConfigReference.markdown(AppConfig.sections()))
                .results()
                .map((MatchResult match) -> match.group(1));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void of_every_setting_and_every_wrong_value(String variable) {
        for (String wrong : WRONG) {
            Map<String, String> environment = new HashMap<>();
            environment.put("STAGEDOOR_DATABASE_URL", "jdbc:postgresql://127.0.0.1/x");
            environment.put(variable, wrong);
            assertThat(reasons(environment))
                    .as("%s=%s", variable, wrong)
                    .allSatisfy(reason -> assertThat(reason)
                            .doesNotContain("hush")
                            .doesNotContainPattern(JAVA)
                            .doesNotContain("\n"));
        }
    }

    private static List<String> reasons(Map<String, String> environment) {
        try {
            Settings.config(null, environment);
            return List.of();
        } catch (ConfigRefused refused) {
            return refused.reasons();
        }
    }

    @Test
    void every_unknown_key_of_a_file_is_said_at_once_with_the_one_that_was_meant(@TempDir Path folder)
            throws Exception {
        Path file = Files.writeString(folder.resolve("stagedoor.yaml"), """
            database:
              ulr: postgres://db/stagedoor
            http:
              prot: 8080
              drain_delya: 5s
            """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try {
            Settings.config(file, Map.of());
        } catch (ConfigRefused refused) {
            assertThat(refused.reasons())
                    .containsExactlyInAnyOrder(
                            "database.ulr (stagedoor.yaml:2): unknown key; did you mean database.url?",
                            "http.prot (stagedoor.yaml:4): unknown key; did you mean http.port?",
                            "http.drain_delya (stagedoor.yaml:5): unknown key; did you mean http.drain_delay?",
                            "database.url: must be set, here or as STAGEDOOR_DATABASE_URL (The database, without user"
                                    + " and password: jdbc:postgresql://host:port/name, or"
                                    + " postgres://host:port/name.)");
            return;
        }
        throw new AssertionError("it was accepted");
    }
}
