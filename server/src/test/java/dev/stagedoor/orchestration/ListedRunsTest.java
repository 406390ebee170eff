// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Runs are listed newest first, by status, pattern, user and time")
class ListedRunsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static int number;

    private RunScene acme;
    private String profile;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "listed-" + ++number);
        profile = acme.profile("team");
        acme.select(profile);
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private Caller.Answer listed(String query) {
        return done(acme.tenant.backend().get(RunScene.RUNS + "?" + query));
    }

    private List<String> ids(String query) {
        return listed(query).json().path("items").findValuesAsText("execution_id");
    }

    private String sequential(String more) {
        return done(acme.run("sequential", RunScene.sequence(more, new String[] {"Writer"})))
                .at("/execution_id");
    }

    private String ofAlice() {
        return sequential(",\"user_id\":\"alice\",\"profile_id\":\"" + profile + "\"");
    }

    @Test
    void each_filter_chooses_and_all_of_them_together() {
        String first = sequential("");
        String alices = ofAlice();
        String parallel =
                done(acme.run("parallel", RunScene.parallel("", "Ada"))).at("/execution_id");
        CLAUDE.when(Asked.as("You are Writer")).answer(Answer.fails(400));
        String failed = sequential("");

        assertThat(ids("")).containsExactly(failed, parallel, alices, first);
        assertThat(ids("status=failed")).containsExactly(failed);
        assertThat(ids("pattern=parallel")).containsExactly(parallel);
        assertThat(ids("user=alice")).containsExactly(alices);
        assertThat(ids("user=eve")).isEmpty();
        assertThat(ids("pattern=sequential&status=completed")).containsExactly(alices, first);
        assertThat(ids("pattern=parallel&user=alice")).isEmpty();
    }

    @Test
    void from_takes_what_started_then_or_later_and_to_what_started_before() {
        String first = sequential("");
        String second = sequential("");
        String third = sequential("");
        String then = acme.get(second).at("/created_at");

        assertThat(ids("from=" + then)).containsExactly(third, second);
        assertThat(ids("to=" + then)).containsExactly(first);
        assertThat(ids("from=" + then + "&to=" + then)).isEmpty();
    }

    @Test
    void each_line_has_what_its_run_has_used() {
        String first = sequential("");
        String second = done(acme.run("parallel", RunScene.parallel("", "Ada"))).at("/execution_id");

        JsonNode items = listed("").json().path("items");

        assertThat(items.findValuesAsText("execution_id")).containsExactly(second, first);
        assertThat(items.get(0).path("usage")).isEqualTo(acme.get(second).json().path("usage"));
        assertThat(items.get(1).path("usage")).isEqualTo(acme.get(first).json().path("usage"));
        assertThat(items.get(1).path("usage").path("output_tokens").asLong()).isPositive();
    }

    @Test
    void the_second_page_goes_on_within_the_filter() {
        String first = sequential("");
        String second = ofAlice();
        String third = sequential("");
        String fourth = ofAlice();

        Caller.Answer page = listed("user=alice&limit=1");
        assertThat(page.json().path("items").findValuesAsText("execution_id")).containsExactly(fourth);
        Caller.Answer next = listed("user=alice&limit=1&after=" + page.at("/next"));
        assertThat(next.json().path("items").findValuesAsText("execution_id")).containsExactly(second);
        assertThat(next.json().has("next")).isFalse();
        assertThat(ids("limit=2&after=" + third)).containsExactly(second, first);
    }

    @ParameterizedTest
    @CsvSource({"status, gone", "pattern, circle", "from, yesterday", "to, 2026"})
    void a_filter_that_does_not_exist_or_means_nothing_is_refused_by_name(String parameter, String value) {
        Caller.Answer answer = refused(
                acme.tenant.backend().get(RunScene.RUNS + "?" + parameter + "=" + value), 422, "invalid_request");

        assertThat(answer.toString()).contains(parameter);
    }
}
