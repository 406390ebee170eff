// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code stagedoor keys} and {@code agents}. */
class KeysAndAgentsTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static Cli acme;

    @BeforeAll
    static void a_tenant() {
        must(SCENE.operator().run("tenants create acme"));
        acme = SCENE.tenant("acme");
    }

    @Test
    void a_key_is_shown_once_works_and_is_revoked() {
        Cli.Run created = must(acme.run("keys create --name reader --scope agents:read"));
        Cli reader = SCENE.nobody().with("STAGEDOOR_KEY", created.at("/key"));
        String id = created.at("/api_key/id");

        must(reader.run("agents list"));
        Cli.Run beyond = reader.run("keys list");
        assertThat(beyond.code()).isEqualTo(3);
        assertThat(beyond.err()).contains("keys:read", "see http", "/docs#description/scopes");
        assertThat(must(acme.run("keys list")).out()).contains(id).doesNotContain(created.at("/key"));

        assertThat(must(acme.onTerminal(100).typing("yes\n").run("keys revoke " + id))
                        .out())
                .isEqualTo("revoked " + id + "\n");
        Cli.Run refused = reader.run("agents list");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("check the key: $STAGEDOOR_KEY, --key-file or --dev");
    }

    @Test
    void a_publishable_key_has_origins_and_agents() {
        Cli.Run created =
                must(acme.run("keys create --name web --publishable --origin https://app.example.com --agent demo"));

        assertThat(created.at("/key")).startsWith("sd_pub_");
        assertThat(created.at("/api_key/origins/0")).isEqualTo("https://app.example.com");
    }

    @Test
    void an_operators_key_is_made_by_an_operator() {
        Cli.Run created = must(SCENE.operator().run("keys create --operator --name alice --scope tenants:read"));

        assertThat(created.at("/key")).startsWith("sd_op_");
        assertThat(must(SCENE.operator().run("keys list --operator")).out()).contains(created.at("/api_key/id"));
        must(SCENE.operator().run("keys revoke --operator --yes " + created.at("/api_key/id")));
        for (String command : List.of("create --name x", "list", "revoke --yes key_1")) {
            Cli.Run both = SCENE.operator().run("keys " + command + " --operator --tenant acme");
            assertThat(both.code()).isEqualTo(2);
            assertThat(both.err()).isEqualTo("stagedoor: --operator and --tenant exclude each other\n");
        }
    }

    @Test
    void the_last_operator_key_is_kept_and_a_lost_one_is_recovered() {
        String only = must(SCENE.operator().run("keys list --operator")).at("/items/0/id");

        Cli.Run refused = SCENE.operator().run("keys revoke --operator --yes " + only);
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("stagedoor operator-keys recover");

        Cli recovered = SCENE.nobody()
                .with("STAGEDOOR_KEY", SCENE.server().recoveredOperatorKey().revealText());
        must(recovered.run("tenants list"));
        assertThat(must(recovered.run("audit tail --action operator_key.recover"))
                        .out())
                .contains("system:recovery");
    }

    @Test
    void a_key_is_changed_and_its_whole_tree_revoked() {
        Cli.Run maker = must(acme.run("keys create --name maker --scope keys:write --scope tokens:mint"));
        Cli byMaker = SCENE.nobody().with("STAGEDOOR_KEY", maker.at("/key"));
        Cli.Run app = must(byMaker.run("keys create --name ios --app --agent demo"));
        assertThat(app.at("/key")).startsWith("sd_app_");
        assertThat(app.at("/api_key/made_by")).isEqualTo(maker.at("/api_key/id"));

        String id = app.at("/api_key/id");
        assertThat(must(byMaker.run("keys update " + id + " --name android --per-second 3"))
                        .at("/limit/per_second"))
                .isEqualTo("3");
        assertThat(must(acme.run("keys create --name backend --preset frontend"))
                        .at("/api_key/scopes/1"))
                .isEqualTo("tokens:mint");

        Cli.Run revoked = must(acme.onTerminal(100).run("keys revoke --yes " + maker.at("/api_key/id")));
        assertThat(revoked.err()).contains("keys that it made and that go on: 1; --tree revokes them too");
        must(acme.run("keys revoke --tree --yes " + maker.at("/api_key/id")));
        assertThat(must(acme.run("keys list --all")).json().at("/items"))
                .filteredOn(key -> key.path("id").asText().equals(id))
                .allSatisfy(key -> assertThat(key.has("revoked_at")).isTrue());
    }

    @Test
    void an_agent_is_created_replaced_shown_listed_and_deleted() throws IOException {
        Files.writeString(acme.folder().resolve("prompt.txt"), "Be brief.\nBe kind.");
        must(acme.run("agents create demo --agent-name demo-worker --tool weather --prompt-file prompt.txt"));
        assertThat(must(acme.run("agents show demo")).at("/system_prompt")).isEqualTo("Be brief.\nBe kind.");

        Files.writeString(acme.folder().resolve("demo.json"), "{\"name\":\"Demo\",\"agent_name\":\"other-worker\"}");
        assertThat(must(acme.run("agents put demo --file demo.json")).at("/agent_name"))
                .isEqualTo("other-worker");
        assertThat(must(acme.onTerminal(100).run("agents show demo")).out())
                .containsPattern("state +enabled\n")
                .containsPattern("longest call +60 min\n");
        assertThat(must(acme.onTerminal(100).run("agents list")).out())
                .containsPattern("SLUG +NAME +AGENT NAME +STATE +UPDATED\n")
                .containsPattern("demo +Demo +other-worker +enabled ");

        assertThat(acme.onTerminal(100).typing("\n").run("agents delete demo").code())
                .isEqualTo(2);
        must(acme.run("agents delete demo -y"));
        assertThat(acme.run("agents show demo").code()).isEqualTo(3);
    }

    @Test
    void all_pages_of_a_long_list_come_with_all() {
        for (int i = 0; i < 5; i++) {
            must(acme.run("agents put many-%d --agent-name w".formatted(i)));
        }

        Cli.Run page = must(acme.run("agents list --limit 3"));
        assertThat(page.json().at("/items")).hasSize(3);
        assertThat(must(acme.run("agents list --limit 3 --after " + page.at("/next")))
                        .out())
                .contains("many-4");
        assertThat(must(acme.run("agents list --all")).json().findValuesAsText("slug"))
                .contains("many-0", "many-1", "many-2", "many-3", "many-4");
        assertThat(acme.run("agents list --limit 0").code()).isEqualTo(2);
        assertThat(acme.run("agents list --limit 201").code()).isEqualTo(2);
    }

    @Test
    void a_name_in_wide_characters_stays_aligned_and_controls_do_nothing() {
        must(acme.run("agents", "put", "wide", "--agent-name", "w", "--name", "受付"));

        String row = must(acme.onTerminal(100).run("agents list"))
                .out()
                .lines()
                .filter(line -> line.startsWith("wide"))
                .findFirst()
                .orElseThrow();
        assertThat(row).contains("受付").doesNotContain("\u001b");
    }
}
