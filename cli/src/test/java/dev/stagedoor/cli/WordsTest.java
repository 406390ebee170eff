// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.cli.console.Screen;
import dev.stagedoor.cli.console.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@DisplayName("A command says what is wrong in words, never in Java's")
class WordsTest {
    private static final Pattern JAVA =
            Pattern.compile("java\\.|Exception|\\bclass\\b|\\bnull\\b|\\bPT?\\d|\\\\[dswp]|not an int|\\[[A-Z_]+, ");

    /** All commands with a shell of their own, made once for the hundreds of lines that are tried. */
    private static final ByteArrayOutputStream SAID = new ByteArrayOutputStream();

    private static final Shell SHELL = shell("", Path.of("no-such-folder"), new ByteArrayOutputStream(), SAID);
    private static final CommandLine COMMANDS = Main.commands(new Stagedoor(SHELL), SHELL);

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static Shell shell(String typed, Path folder, OutputStream out, OutputStream err) {
        return new Shell(
                Map.of("STAGEDOOR_KEY", "sd_op_" + "0".repeat(43), "STAGEDOOR_URL", "http://127.0.0.1:1"),
                folder,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Screen(false, false, false, () -> 80, prompt -> Optional.empty()));
    }

    private int run(String typed, String... arguments) {
        return Main.run(shell(typed, folder, out, err), arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static Stream<List<String>> options() {
        List<List<String>> all = new ArrayList<>();
        collect(COMMANDS, List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (option.arity().max() > 0 && !option.inherited()) {
                List<String> line = new ArrayList<>(path);
                line.add(option.longestName());
                all.add(line);
            }
        }
        command.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(below, longer, all);
        });
    }

    @ParameterizedTest
    @Tag("slow")
    @MethodSource("options")
    void of_every_option_and_every_wrong_value(List<String> option) {
        for (String wrong : List.of("tomorrow", "1h", "99999999999999999999", "../missing/file")) {
            SAID.reset();
            List<String> line = new ArrayList<>(option);
            line.add(wrong);
            COMMANDS.execute(line.toArray(String[]::new));
            SHELL.err().flush();
            assertThat(SAID.toString(StandardCharsets.UTF_8)).as("%s", line).doesNotContainPattern(JAVA);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        keys create --name x --expires tomorrow | 'tomorrow' is not a time such as 2027-01-01T00:00:00Z
        tenants list --limit many               | 'many' is not a whole number
        trigger demo --user alice --wait long   | 'long' is not one of none, sent, joined
        dial-settings set --no-type landline    | 'landline' is not one of fixed_line, mobile,
        dial-settings set --max-duration 1d     | '1d' is not a duration such as 30s, 10m or 1h
        """)
    void a_wrong_value_is_told_what_a_right_one_looks_like(String line, String words) {
        assertThat(run("", line.split(" "))).isEqualTo(2);
        assertThat(err()).contains(words);
    }

    @Test
    void every_unknown_field_of_a_file_is_said_at_once_with_the_one_that_was_meant() {
        String policy = "{\"max_tll\":600,\"budget\":{\"minuts\":[1]},\"quite_another\":1}";

        assertThat(run(policy, "tenants", "create", "acme", "--policy", "-")).isEqualTo(2);
        assertThat(err())
                .startsWith("stagedoor: -: unknown field ")
                .contains(
                        "unknown field max_tll; did you mean max_ttl?\n",
                        "unknown field budget.minuts; did you mean minutes?\n",
                        "unknown field quite_another\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"max_ttl":"soon"}  | -: max_ttl must be a whole number
        {"max_ttl":600      | -: not valid JSON at line 1
        [1]                 | -: the file must be a JSON object
        """)
    void a_field_of_a_file_is_told_what_it_must_be(String policy, String words) {
        assertThat(run(policy, "tenants", "create", "acme", "--policy", "-")).isEqualTo(2);
        assertThat(err()).isEqualTo("stagedoor: " + words + "\n");
    }

    @Test
    void a_file_that_cannot_be_used_is_said_with_the_reason() throws Exception {
        Files.createDirectory(folder.resolve("a-folder"));
        for (String line : List.of(
                "tenants create acme --policy missing.json | cannot read missing.json: no such file",
                "audit verify --file missing.jsonl | cannot read missing.jsonl: no such file",
                "audit export --out missing/file | cannot write missing/file: no such file",
                "audit export --out a-folder | a-folder is a folder")) {
            err.reset();
            String[] parts = line.split(" \\| ", -1);
            assertThat(run("", parts[0].split(" ", -1))).as(line).isEqualTo(2);
            assertThat(err()).as(line).contains(parts[1]).doesNotContainPattern(JAVA);
        }
    }

    @Test
    void help_and_version_are_words_too() {
        assertThat(run("", "help", "keys", "create")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: stagedoor keys create ");
        out.reset();
        assertThat(run("", "help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: stagedoor ");
        out.reset();
        assertThat(run("", "version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("stagedoor ");
    }

    @Test
    void with_json_a_failure_is_json_on_standard_error() {
        assertThat(run("", "tenants", "list", "--json")).isEqualTo(4);
        assertThat(err()).startsWith("{\"code\":\"unavailable\",\"detail\":\"").hasLineCount(1);
        err.reset();
        assertThat(run("", "tenants", "list", "--json", "--limit", "many")).isEqualTo(2);
        assertThat(err())
                .isEqualTo("{\"code\":\"usage\",\"detail\":\"Invalid value for option '--limit': 'many' is not a whole"
                        + " number\"}\n");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"task":"x"}                          | the file names no pattern: pass --pattern with one of debate,
        {"pattern":"chain"}                   | chain is not a pattern: pass --pattern with one of debate,
        {"pattern":"debate","rounds":"many"}  | -: rounds must be a whole number
        {"pattern":"debate","topc":"x"}       | -: unknown field topc; did you mean topic?
        {"pattern":"debate"                   | -: not valid JSON at line 1
        [1]                                   | - must contain a JSON object
        """)
    void a_runs_file_is_told_what_it_must_be(String request, String words) {
        assertThat(run(request, "runs", "start", "-")).isEqualTo(2);
        assertThat(err()).contains(words).doesNotContainPattern(JAVA);
    }

    @Test
    void credentials_that_are_none_are_refused_without_repeating_them() {
        assertThat(run("{\"claudeAiOauth\":\"sk-ant-oat01-hush\"}", "profiles", "import"))
                .isEqualTo(2);
        assertThat(err())
                .contains("must be a JSON object with claudeAiOauth or api_key")
                .doesNotContain("hush");
    }
}
