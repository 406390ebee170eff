package dev.stagedoor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.cli.console.Screen;
import dev.stagedoor.cli.console.Shell;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help, version, completion, and mistakes on the command line. */
class HelpTest {
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
        Stagedoor root = new Stagedoor(shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
        List<List<String>> all = new ArrayList<>();
        collect(new CommandLine(root), List.of(), all);
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
        assertThat(err()).isEmpty();
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
    void a_command_shows_its_own_options_and_says_where_the_others_are() {
        run("tenants", "delete", "--help");

        assertThat(out()).contains("-y, --yes", "stagedoor --help").doesNotContain("--key-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "serve", "migrate", "doctor"})
    void the_servers_own_commands_say_how_they_are_started(String command) {
        assertThat(run(command, "--port", "9000")).isEqualTo(2);
        assertThat(err())
                .startsWith("stagedoor: " + command + " is the server's own command.")
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
    void a_mistake_is_one_line_with_a_suggestion() {
        assertThat(run("tenants", "lst")).isEqualTo(2);
        assertThat(err()).contains("'lst'", "Did you mean: tenants list", "stagedoor tenants --help says more");
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
                "calls remove-participant call_1"
            })
    void what_is_missing_or_misspelt_is_a_usage_error(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(err()).startsWith("stagedoor: ").contains("--help says more");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--secret=hush", "--api-secret=hush", "--key=hush", "--token=hush", "--password=hush"})
    void a_secret_as_an_argument_is_refused_and_not_repeated(String argument) {
        assertThat(run("tokens", "inspect", argument)).isEqualTo(2);
        assertThat(err()).contains("a secret is never an argument").doesNotContain("hush");
    }
}
