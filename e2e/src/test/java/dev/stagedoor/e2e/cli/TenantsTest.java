// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor tenants}. */
class TenantsTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    @BeforeAll
    static void three_tenants() {
        for (String slug : new String[] {"acme", "globex", "initech"}) {
            must(SCENE.operator().run("tenants", "create", slug, "--name", slug + " & Sons"));
        }
    }

    @Test
    void operators_see_what_each_tenant_used() {
        Cli.Run used =
                must(SCENE.operator().onTerminal(160).run("tenants usage --all --from 2026-11-01 --to 2026-11-02"));
        assertThat(used.out()).containsPattern("TENANT +CALLS +AGENTS SENT +TOKENS +PEOPLE +AGENTS\n");
        assertThat(SCENE.operator()
                        .run("tenants usage --from 2026-11-03 --to 2026-11-02")
                        .err())
                .contains("from");
    }

    @Test
    void a_list_is_a_table_on_a_terminal_and_json_elsewhere() {
        Cli.Run table = must(SCENE.operator().onTerminal(120).run("tenants list"));
        JsonNode json = must(SCENE.operator().run("tenants list")).json();

        assertThat(table.out()
                        .lines()
                        .map(line -> line.replaceAll("ten_\\w+", "ten_1").replaceAll("\\d{4}-.*", "TIME")))
                .startsWith(
                        "SLUG      ID"
                                + " ".repeat(json.at("/items/0/id").asText().length())
                                + "NAME            STATUS  CREATED",
                        "acme      ten_1  acme & Sons     active  TIME",
                        "globex    ten_1  globex & Sons   active  TIME",
                        "initech   ten_1  initech & Sons  active  TIME");
        assertThat(json.at("/items/0/slug").asText()).isEqualTo("acme");
        assertThat(json.at("/items/0/policy/max_ttl").isInt()).isTrue();
        assertThat(json.has("next")).isFalse();
    }

    @Test
    void a_wide_table_is_clipped_to_the_terminal() {
        Cli.Run table = must(SCENE.operator().onTerminal(60).run("tenants list"));

        assertThat(table.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        assertThat(table.out()).contains("acme").contains("…");
    }

    @Test
    void json_and_tables_can_be_asked_for() {
        assertThat(must(SCENE.operator().onTerminal(80).run("tenants list --json"))
                        .json()
                        .has("items"))
                .isTrue();
        assertThat(must(SCENE.operator().run("--json tenants show acme")).at("/slug"))
                .isEqualTo("acme");
        assertThat(must(SCENE.operator().run("tenants list --no-json")).out()).startsWith("SLUG");
    }

    @Test
    void a_list_has_further_pages() {
        Cli.Run first = must(SCENE.operator().run("tenants list --limit 2"));
        assertThat(first.json().at("/items")).hasSize(2);

        Cli.Run second = must(SCENE.operator().run("tenants list --limit 2 --after " + first.at("/next")));
        assertThat(second.at("/items/0/slug")).isEqualTo("initech");

        Cli.Run told = must(SCENE.operator().onTerminal(100).run("tenants list --limit 2"));
        assertThat(told.err()).contains("More: --after " + first.at("/next"));
        assertThat(must(SCENE.operator().run("tenants list --all"))
                        .json()
                        .at("/items")
                        .size())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void one_tenant_is_shown_with_its_policy() {
        Cli.Run shown = must(SCENE.operator().onTerminal(100).run("tenants show globex"));

        assertThat(shown.out())
                .containsPattern("(?m)^name +globex & Sons$")
                .containsPattern("(?m)^status +active$")
                .containsPattern("(?m)^policy max_ttl +86400 s$")
                .containsPattern("(?m)^policy key_limit +250 per second, burst 500$");
    }

    @Test
    void a_policy_comes_from_a_file_in_which_nothing_may_be_misspelt() throws IOException {
        Cli operator = SCENE.operator();
        Files.writeString(operator.folder().resolve("policy.json"), "{\"max_ttl\":600,\"default_ttl\":300}");
        Files.writeString(operator.folder().resolve("wrong.json"), "{\"max_tll\":600}");

        assertThat(must(operator.run("tenants create umbrella --policy policy.json"))
                        .at("/policy/max_ttl"))
                .isEqualTo("600");
        Cli.Run wrong = operator.run("tenants create hooli --policy wrong.json");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).isEqualTo("stagedoor: wrong.json: unknown field max_tll; did you mean max_ttl?\n");
    }

    @Test
    void a_name_or_some_fields_of_a_policy_are_changed_and_the_rest_stays() {
        must(SCENE.operator().run("tenants create wayne"));

        Cli.Run named = must(SCENE.operator().run("tenants", "update", "wayne", "--name", "Wayne & Sons"));
        assertThat(named.at("/name")).isEqualTo("Wayne & Sons");
        Cli.Run cut = must(SCENE.operator()
                .typing("{\"max_ttl\":600,\"default_ttl\":300,\"budget\":{\"tokens\":1000}}")
                .run("tenants update wayne --policy -"));
        assertThat(cut.at("/policy/max_ttl")).isEqualTo("600");
        assertThat(cut.at("/policy/budget/tokens")).isEqualTo("1000");
        assertThat(cut.at("/policy/budget/window"))
                .isEqualTo(named.at("/policy/budget/window"))
                .isNotEmpty();
        assertThat(cut.at("/name")).isEqualTo("Wayne & Sons");
    }

    @Test
    void a_policy_as_it_is_shown_can_be_put_back() {
        must(SCENE.operator().run("tenants create stark"));
        JsonNode shown = must(SCENE.operator().run("tenants show stark")).json().at("/policy");

        Cli.Run same = must(SCENE.operator().typing(shown.toString()).run("tenants update stark --policy -"));

        assertThat(same.json().at("/policy")).isEqualTo(shown);
    }

    @Test
    void an_update_that_changes_nothing_or_too_much_is_refused() {
        assertThat(SCENE.operator().run("tenants update acme").err()).contains("--name or --policy is required");
        assertThat(SCENE.operator()
                        .typing("{\"grants\":[\"can_fly\"]}")
                        .run("tenants update acme --policy -")
                        .code())
                .isEqualTo(2);
        Cli.Run tooMuch = SCENE.operator().typing("{\"max_ttl\":1}").run("tenants update acme --policy -");
        assertThat(tooMuch.code()).isEqualTo(3);
        assertThat(tooMuch.err()).contains("policy.max_ttl", "code invalid_request");
    }

    @Test
    void suspending_asks_and_resuming_does_not() {
        must(SCENE.operator().run("tenants create soylent"));
        Cli terminal = SCENE.operator().onTerminal(100);

        Cli.Run declined = terminal.typing("n\n").run("tenants suspend soylent");
        assertThat(declined.code()).isEqualTo(2);
        assertThat(declined.err()).contains("Suspend soylent and empty its rooms? [y/N] ", "nothing was done");
        assertThat(must(SCENE.operator().run("tenants show soylent")).at("/status"))
                .isEqualTo("active");

        assertThat(must(terminal.typing("y\n").run("tenants suspend soylent")).out())
                .contains("suspended");
        assertThat(must(SCENE.operator().run("tenants resume soylent")).at("/status"))
                .isEqualTo("active");
    }

    @Test
    void deleting_without_a_terminal_needs_a_yes_and_answers_with_a_receipt() {
        must(SCENE.operator().run("tenants create vandelay"));

        assertThat(SCENE.operator().run("tenants delete vandelay").code()).isEqualTo(2);
        Cli.Run deleted = must(SCENE.operator().run("tenants delete vandelay --yes"));
        assertThat(deleted.json().at("/data_key_destroyed").asBoolean()).isTrue();
        assertThat(deleted.at("/audit_head/hash")).hasSize(64);
    }

    @Test
    void what_the_server_refuses_is_told_with_field_code_and_request() {
        Cli.Run taken = SCENE.operator().run("tenants create acme");
        assertThat(taken.code()).isEqualTo(3);
        assertThat(taken.out()).isEmpty();
        assertThat(taken.err()).startsWith("stagedoor: ").contains("code conflict, request req_");

        Cli.Run invalid = SCENE.operator().run("tenants create NOT_A_SLUG");
        assertThat(invalid.code()).isEqualTo(3);
        assertThat(invalid.err()).contains("slug").contains("code invalid_request");

        Cli.Run unknown = SCENE.operator().run("tenants show nosuch");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("code not_found");
    }
}
