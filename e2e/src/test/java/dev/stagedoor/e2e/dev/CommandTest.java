// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.LiveKit;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.Shell.Ran;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command through its launcher, in the folder of {@code dev}, where it finds server and keys by itself. */
class CommandTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static Shell shell;

    @BeforeAll
    static void open() {
        shell = DEV.get().shell();
    }

    @Test
    void a_call_is_triggered_listed_shown_watched_and_ended() {
        Ran call = stagedoor("trigger demo --tenant acme --user dora --wait joined");
        String id = call.at("/call_id");
        String dispatch = call.at("/dispatch/id");
        assertThat(call.at("/dispatch/status")).isEqualTo("joined");

        assertThat(stagedoor("calls list --tenant acme").json().findValuesAsText("id"))
                .contains(id);
        assertThat(stagedoor("calls show " + id + " --tenant acme").at("/user_id"))
                .isEqualTo("dora");
        assertThat(stagedoor("dispatches list --tenant acme").json().findValuesAsText("id"))
                .contains(dispatch);
        assertThat(stagedoor("dispatches show " + dispatch + " --tenant acme").at("/status"))
                .isEqualTo("joined");
        assertThat(stagedoor("dispatches watch " + dispatch + " --tenant acme").lines())
                .extracting(line -> line.at("/status").asText())
                .startsWith("requested")
                .endsWith("joined");

        assertThat(stagedoor("calls end " + id + " --tenant acme --yes").at("/status"))
                .isEqualTo("ended");
        Await.until(
                "the room is empty",
                Duration.ofSeconds(20),
                () -> LiveKit.identities(DEV.tenant("acme"), call.at("/room_name"))
                        .isEmpty());
    }

    @Test
    void a_token_is_minted_and_inspected() {
        Ran minted = stagedoor("tokens mint --tenant globex --room lobby --identity erin");

        Ran inspected = shell.typing(minted.at("/participant_token"))
                .stagedoor("tokens", "inspect", "--tenant", "globex")
                .must();

        assertThat(inspected.at("/identity")).isEqualTo("erin");
        assertThat(inspected.json().at("/valid").asBoolean()).isTrue();
    }

    @Test
    void an_audit_is_verified_on_the_server_and_once_more_from_its_export_without_one() throws Exception {
        stagedoor("tokens mint --tenant acme --identity frank");

        assertThat(stagedoor("audit verify --tenant acme").json().at("/whole").asBoolean())
                .isTrue();
        stagedoor("audit export --tenant acme --out chain.jsonl");
        Shell offline = Shell.in(shell.folder()).with("STAGEDOOR_URL", "http://127.0.0.1:9");
        Ran verified =
                offline.stagedoor("audit", "verify", "--file", "chain.jsonl").must();
        assertThat(verified.json().at("/whole").asBoolean()).isTrue();

        String exported = Files.readString(shell.folder().resolve("chain.jsonl"));
        assertThat(exported).contains("token.mint");
        Files.writeString(shell.folder().resolve("forged.jsonl"), exported.replaceFirst("token\\.mint", "token.lost"));
        assertThat(offline.stagedoor("audit", "verify", "--file", "forged.jsonl")
                        .code())
                .isEqualTo(1);
    }

    private static Ran stagedoor(String line) {
        return shell.stagedoor(line.split(" ", -1)).must();
    }
}
