// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.cli.console.Screen;
import dev.stagedoor.cli.console.Shell;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help, version, completion and usage errors. */
@Tag("slow")
class HelpTest {
    /** All commands, for what only parses. */
    private static final CommandLine COMMANDS = new CommandLine(
                    new Stagedoor(shell(new ByteArrayOutputStream(), new ByteArrayOutputStream())))
            .setCaseInsensitiveEnumValuesAllowed(true);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static Shell shell(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Shell(
                Map.of(),
                Path.of("no-such-folder"),
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Screen(false, false, false, () -> 80, prompt -> Optional.empty()));
    }

    private int run(String... arguments) {
        return Main.run(shell(out, err), arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(COMMANDS, List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> all) {
        all.add(path);
        command.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(below, longer, all);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_of_the_same_form(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");

        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(out())
                .startsWith("Usage: "
                        + String.join(" ", "stagedoor", String.join(" ", command))
                                .strip());
        assertThat(out().lines().skip(2).findFirst().orElse("")).matches("[A-Z].*");
        assertThat(out()).doesNotContainPattern("(?m)^[A-Z][a-z]+:\\R(\\R|\\z)");
        assertThat(err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_example_in_the_help_is_a_command_that_is_understood(List<String> command) {
        CommandLine at = COMMANDS;
        for (String word : command) {
            at = Objects.requireNonNull(at.getSubcommands().get(word));
        }
        for (String example : at.getCommandSpec().usageMessage().footer()) {
            Matcher line = Pattern.compile("stagedoor ([^<>|)]+)").matcher(example);
            assertThat(line.find()).as(example).isTrue();
            List<String> words = Pattern.compile("\"[^\"]*\"|\\S+")
                    .matcher(line.group(1))
                    .results()
                    .map(MatchResult::group)
                    .toList();

            COMMANDS.parseArgs(words.toArray(String[]::new));
            assertThat(command.isEmpty() || words.getFirst().equals(command.getFirst()))
                    .as(example)
                    .isTrue();
        }
    }

    @Test
    void an_example_is_never_wrapped() {
        run("keys", "create", "--help");

        assertThat(out())
                .contains("\n"
                        + "  stagedoor keys create --name web --publishable --origin https://app.example.com"
                        + " --agent demo\n");
    }

    @Test
    void required_parameters_are_in_the_first_line() {
        run("trigger", "--help");
        assertThat(out()).startsWith("Usage: stagedoor trigger [OPTIONS] --user=ID AGENT\n");
        out.reset();
        run("tenants", "show", "--help");
        assertThat(out()).startsWith("Usage: stagedoor tenants show [OPTIONS] [TENANT]\n");
        out.reset();
        run("runs", "start", "--help");
        assertThat(out()).startsWith("Usage: stagedoor runs start [OPTIONS] FILE\n");
        out.reset();
        run("users", "--help");
        assertThat(out()).startsWith("Usage: stagedoor users [OPTIONS] COMMAND\n");
    }

    @Test
    void the_root_lists_all_commands_in_groups() {
        assertThat(run()).isZero();

        String help = out();
        assertThat(commands().filter(path -> path.size() == 1).map(List::getFirst))
                .allSatisfy(name -> assertThat(help).containsPattern("(?m)^    " + name + " "));
        assertThat(help).contains("\n  Server\n    dev ", "\nExamples:\n  stagedoor dev\n");
    }

    @Test
    void a_command_shows_its_own_options_and_points_to_the_global_ones() {
        run("tenants", "delete", "--help");

        assertThat(out()).contains("-y, --yes", "stagedoor --help").doesNotContain("--key-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "serve", "migrate", "operator-keys", "doctor"})
    void the_servers_own_commands_say_how_they_are_started(String command) {
        assertThat(run(command, "--port", "9000")).isEqualTo(2);
        assertThat(err())
                .startsWith("stagedoor: " + command + " is a server command.")
                .contains("./stagedoor " + command);
    }

    @Test
    void version_and_completion_are_printed() {
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("stagedoor ");
        assertThat(run("generate-completion")).isZero();
        assertThat(out()).contains("complete -F _complete_stagedoor").contains("remove-participant");
    }

    @Test
    void completion_completes_commands_and_options_in_bash() throws Exception {
        run("generate-completion");
        String complete = """
            words() {
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
                _complete_stagedoor; echo "${COMPREPLY[@]}"
            }
            words stagedoor cred
            words stagedoor credentials rev
            words stagedoor users revoke --ten
            """;
        Process bash = new ProcessBuilder("bash", "--norc")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer script = bash.outputWriter()) {
            script.write(out() + complete);
        }

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip))
                .containsExactly("credentials", "revoke", "--tenant");
    }

    @Test
    void a_usage_error_is_one_line_with_a_suggestion() {
        assertThat(run("tenants", "lst")).isEqualTo(2);
        assertThat(err()).contains("'lst'", "Did you mean: tenants list", "stagedoor tenants --help for more");
        err.reset();
        assertThat(run("doctro")).isEqualTo(2);
        assertThat(err()).contains("'doctro'", "Did you mean: stagedoor doctor", "stagedoor --help for more");
        err.reset();
        assertThat(run("tenants", "list", "--limt", "3")).isEqualTo(2);
        assertThat(err()).contains("'--limt'", "Possible solutions: --limit", "stagedoor tenants list --help for more");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nosuch",
                "tenants",
                "tenants list --nosuch",
                "tenants list --limit many",
                "tenants suspend",
                "trigger demo",
                "trigger demo --user alice --wait long",
                "keys create",
                "keys create --name x --expires tomorrow",
                "credentials set livekit",
                "credentials revoke",
                "credentials revoke livekit --version two",
                "tenants update",
                "users revoke",
                "servers share",
                "profiles rename Team",
                "profiles select",
                "runs start",
                "runs watch",
                "calls remove-participant call_1"
            })
    void what_is_missing_or_misspelt_is_a_usage_error(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err()).startsWith("stagedoor: ").contains("--help for more");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--secret=hush", "--api-secret=hush", "--key=hush", "--token=hush", "--password=hush"})
    void a_secret_as_an_argument_is_refused_and_not_repeated(String argument) {
        assertThat(run("tokens", "inspect", argument)).isEqualTo(2);
        assertThat(err()).contains("secrets are never arguments").doesNotContain("hush");
    }
}
