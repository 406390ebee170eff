// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor profiles} and {@code runs}. */
class ProfilesAndRunsTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static final String TOKEN = "a-gateway-token-of-acme-alone";
    private static final String HELLO = """
        {"pattern":"sequential","task":"Say hello",
         "agents":[{"name":"Greeter","system_prompt":"You are friendly"},{"name":"Critic","system_prompt":"You doubt"}],
         "agent_sequence":["Greeter","Critic"]}""";

    private static SandboxClaude claude;
    private static Cli acme;

    @BeforeAll
    static void a_tenant_with_a_profile() {
        claude = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
        must(SCENE.operator().run("tenants create acme --name Acme"));
        acme = SCENE.tenant("acme");
        must(acme.typing(TOKEN + "\n").run("profiles add Team --gateway " + claude.url()));
        must(acme.run("profiles select Team"));
    }

    @AfterEach
    void no_script() {
        claude.forgetRules();
    }

    @AfterAll
    static void close() {
        claude.close();
    }

    private static Cli.Run refused(Cli.Run run, int code) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        return run;
    }

    @Test
    void a_profile_is_added_tested_renamed_and_deleted_and_its_secret_is_never_shown() {
        Cli.Run added = must(acme.typing(TOKEN).run("profiles", "add", "Spare", "--gateway", "" + claude.url()));
        Cli.Run tested = must(acme.run("profiles test Spare"));
        Cli.Run renamed = must(acme.run("profiles", "rename", "Spare", "Spare of 2027"));
        Cli.Run listed = must(acme.onTerminal(160).run("profiles list"));

        assertThat(added.at("/auth_method")).isEqualTo("gateway");
        assertThat(tested.at("/status")).isEqualTo("ok");
        assertThat(renamed.at("/id")).isEqualTo(added.at("/id"));
        assertThat(listed.out()).containsPattern("NAME +STATUS").contains("Spare of 2027", "Team");
        assertThat(added + "" + tested + renamed + listed).doesNotContain(TOKEN);
        assertThat(acme.run("profiles delete " + added.at("/id")).code()).isEqualTo(2);
        must(acme.run("profiles delete " + added.at("/id") + " --yes"));
        assertThat(acme.run("profiles", "test", "Spare of 2027").err()).contains("there is no profile with the name");
    }

    @Test
    void profiles_are_listed_page_by_page() {
        must(acme.typing(TOKEN).run("profiles add Second --gateway " + claude.url()));

        Cli.Run first = must(acme.run("profiles list --limit 1"));
        Cli.Run second = must(acme.run("profiles list --limit 1 --after " + first.at("/next")));

        assertThat(first.at("/items/0/profile_name")).isEqualTo("Team");
        assertThat(second.at("/items/0/id")).isGreaterThan(first.at("/items/0/id"));
        must(acme.run("profiles delete Second --yes"));
    }

    @Test
    void a_profile_that_the_provider_rejects_is_a_failed_check() {
        must(acme.typing("a-token-the-gateway-does-not-know").run("profiles add Wrong --gateway " + claude.url()));

        Cli.Run tested = refused(acme.run("profiles test Wrong"), 1);

        assertThat(tested.at("/status")).isEqualTo("credential_rejected");
        must(acme.run("profiles delete Wrong --yes"));
    }

    @Test
    void a_user_who_has_selected_nothing_is_told_so_and_a_run_of_his_how_to() {
        refused(acme.run("profiles selected --user bob"), 1);
        String request = HELLO.replace("{\"pattern\"", "{\"user_id\":\"bob\",\"pattern\"");

        Cli.Run start = refused(acme.typing(request).run("runs start -"), 3);

        assertThat(start.err()).contains("code no_profile_selected", "stagedoor profiles select PROFILE");
        must(acme.run("profiles select Team --user bob"));
        assertThat(must(acme.run("profiles selected --user bob")).at("/user_id"))
                .isEqualTo("bob");
        must(acme.typing(request).run("runs start -"));
    }

    @Test
    void a_terminals_key_is_imported_from_its_file_and_a_login_only_where_the_operator_allows() throws IOException {
        Files.writeString(acme.folder().resolve("key.json"), "{\"api_key\":\"sk-ant-api03-0123456789abcdefghij\"}");
        Files.writeString(acme.folder().resolve("login.json"), """
            {"claudeAiOauth":{"accessToken":"sk-ant-oat01-x","refreshToken":"sk-ant-ort01-y","expiresAt":4102444800000,
             "scopes":["user:inference"],"subscriptionType":"max"}}""");

        Cli.Run key = must(acme.run("profiles import --file key.json --name Imported"));
        Cli.Run login = refused(acme.run("profiles import --file login.json --user alice"), 3);

        assertThat(key.at("/selected")).isEqualTo("false");
        assertThat(login.err())
                .contains("claude.login_import", "code forbidden")
                .doesNotContain("sk-ant-o");
        must(acme.run("profiles delete Imported --yes"));
    }

    @Test
    void a_run_in_a_script_is_json_lines_and_exits_by_how_it_ended() {
        List<JsonNode> lines = must(acme.typing(HELLO).run("runs start -")).lines();

        assertThat(lines.getFirst().at("/event").asText()).isEqualTo("start");
        assertThat(lines.getLast().at("/event").asText()).isEqualTo("complete");
        assertThat(lines.getLast().at("/data/status").asText()).isEqualTo("completed");
        String run = lines.getFirst().at("/data/execution_id").asText();
        assertThat(must(acme.run("runs watch " + run)).lines()).isEqualTo(lines);
        assertThat(must(acme.run("runs show " + run)).at("/steps/1/agent")).isEqualTo("Critic");
    }

    @Test
    void a_run_that_fails_is_a_failed_check_and_is_listed_as_failed() {
        claude.when(Asked.as("You doubt")).fails(400);

        Cli.Run failed = refused(acme.typing(HELLO).run("runs start -"), 1);

        String run = failed.lines().getFirst().at("/data/execution_id").asText();
        assertThat(must(acme.run("runs list --status failed --limit 1")).at("/items/0/execution_id"))
                .isEqualTo(run);
        assertThat(must(acme.run("runs list --status completed")).out()).doesNotContain(run);
        assertThat(must(acme.run("runs list --pattern sequential --from 2026-01-01T00:00:00Z"))
                        .out())
                .contains(run);
        assertThat(must(acme.run("runs list --pattern debate")).out()).doesNotContain(run);
        assertThat(must(acme.run("runs list --user nobody")).out()).doesNotContain(run);
        assertThat(must(acme.run("runs list --to 2026-01-01T00:00:00Z")).out()).doesNotContain(run);
        refused(acme.run("runs watch " + run), 1);
    }

    @Test
    void a_run_on_a_terminal_is_a_line_for_each_agent_and_then_its_result() {
        Cli.Run run = must(acme.onTerminal(100).typing(HELLO).run("runs start -"));

        assertThat(run.out()).containsPattern("Greeter +completed +\\d+\\.\\d s +\\d+ tok  .*Sandbox answer");
        assertThat(run.out()).contains("\n[You doubt] Sandbox answer to: ");
        Cli.Run dumb =
                must(acme.onTerminal(100).with("TERM", "dumb").typing(HELLO).run("runs start -"));
        assertThat(dumb.out()).contains("Greeter  executing\n").doesNotContain("\u001b[");
    }

    @Test
    void a_run_is_started_shown_and_cancelled_while_it_goes_on() {
        claude.when(Asked.as("You are friendly")).answer(Answer.text("slow").after(java.time.Duration.ofMinutes(2)));

        Cli.Run started = must(acme.typing(HELLO).run("runs start - --detach"));
        String run = started.at("/execution_id");
        assertThat(must(acme.run("runs list --status running")).out()).contains(run);
        assertThat(acme.run("runs cancel " + run).code()).isEqualTo(2);
        must(acme.run("runs cancel " + run + " --yes"));

        assertThat(refused(acme.run("runs watch " + run), 1)
                        .lines()
                        .getLast()
                        .at("/data/status")
                        .asText())
                .isEqualTo("cancelled");
    }

    @Test
    void an_operator_names_the_tenant_and_an_unknown_run_is_unknown() {
        Cli.Run run = must(SCENE.operator().typing(HELLO).run("runs start - --tenant acme --pattern sequential"));

        assertThat(run.lines().getLast().at("/data/status").asText()).isEqualTo("completed");
        refused(SCENE.operator().typing(HELLO).run("runs start -"), 3);
        refused(acme.run("runs show run_nosuch"), 3);
        refused(acme.run("runs list --status gone"), 3);
    }
}
