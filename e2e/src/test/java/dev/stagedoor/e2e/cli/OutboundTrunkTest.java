// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.sip.OutboundTrunkView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code stagedoor outbound-trunk}. */
class OutboundTrunkTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static final String FIRST = "+442079460100";
    private static final String SECOND = "+442079460101";
    private static final String PASSWORD = "a-password-of-the-carrier";
    private static final String SET = "outbound-trunk set --address sip.example.com";

    private static Cli acme;

    @TempDir
    private Path folder;

    @BeforeAll
    static void a_tenant_with_numbers() {
        SCENE.acme();
        acme = SCENE.tenant("acme");
        must(SCENE.operator().run("numbers add " + FIRST + " --agent demo --tenant acme"));
        must(SCENE.operator().run("numbers add " + SECOND + " --agent demo --tenant acme"));
    }

    @AfterEach
    void without_a_trunk() {
        if (acme.run("outbound-trunk show").code() == 0) {
            must(acme.run("outbound-trunk delete --yes"));
        }
    }

    private static OutboundTrunkView inLiveKit() {
        List<OutboundTrunkView> trunks = SCENE.livekit().sip().listOutboundTrunks(List.of(), List.of());
        assertThat(trunks).hasSize(1);
        return trunks.getFirst();
    }

    private static Cli.Run withLogin() {
        return must(acme.typing(PASSWORD + "\n").run(SET + " --transport tls --username acme"));
    }

    @Test
    void it_is_written_with_a_password_that_is_never_shown() {
        Cli.Run set = withLogin();

        assertThat(set.at("/state")).isEqualTo("ready");
        assertThat(set.json().at("/numbers").toString()).isEqualTo("[\"" + FIRST + "\",\"" + SECOND + "\"]");
        assertThat(inLiveKit().address()).isEqualTo("sip.example.com");
        assertThat(inLiveKit().toString()).doesNotContain(PASSWORD);
        Cli.Run shown = must(acme.onTerminal(100).run("outbound-trunk show"));
        assertThat(shown.out())
                .containsPattern("state +ready\n")
                .containsPattern("transport +tls\n")
                .containsPattern("username +acme\n")
                .containsPattern("numbers +\\" + FIRST + ", \\" + SECOND + "\n");
        assertThat(set.out() + set.err() + shown.out() + shown.err()).doesNotContain(PASSWORD);
    }

    @Test
    void a_password_is_typed_or_in_a_file_and_never_an_argument() throws IOException {
        Path file = folder.resolve("password.txt");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, PASSWORD);

        must(acme.typing(PASSWORD).onTerminal(80).run(SET + " --username acme"));
        assertThat(must(acme.run(SET + " --username other --password-file " + file))
                        .at("/username"))
                .isEqualTo("other");
        Cli.Run argument = acme.run(SET + " --username acme --password=" + PASSWORD);

        assertThat(argument.code()).isEqualTo(2);
        assertThat(argument.err()).contains("secrets are never arguments").doesNotContain(PASSWORD);
        assertThat(acme.run(SET + " --username acme").err()).contains("there is no SIP password");
    }

    @Test
    void what_is_not_given_stays() {
        withLogin();

        Cli.Run changed = must(acme.run("outbound-trunk set --number " + SECOND));

        assertThat(changed.json().at("/numbers").toString()).isEqualTo("[\"" + SECOND + "\"]");
        assertThat(changed.at("/transport")).isEqualTo("tls");
        assertThat(changed.at("/username")).isEqualTo("acme");
        assertThat(must(acme.run("outbound-trunk set --username renamed --keep-password"))
                        .at("/username"))
                .isEqualTo("renamed");
        assertThat(must(acme.run("outbound-trunk set --all-numbers")).json().at("/numbers"))
                .hasSize(2);
        assertThat(must(acme.run("outbound-trunk set --no-login")).json().has("username"))
                .isFalse();
    }

    @Test
    void what_somebody_else_changed_is_shown_and_repaired() {
        SCENE.livekit().sip().deleteTrunk(withLogin().at("/trunk_id"));

        assertThat(must(acme.onTerminal(120).run("outbound-trunk show")).out())
                .containsPattern("state +drifted: stagedoor outbound-trunk set --repair writes it again\n")
                .containsPattern("differs +\\S");
        assertThat(must(acme.run("outbound-trunk set --repair")).at("/state")).isEqualTo("ready");
        assertThat(inLiveKit().id())
                .isEqualTo(must(acme.run("outbound-trunk show")).at("/trunk_id"));
    }

    @Test
    void it_is_deleted_once_that_is_confirmed() {
        withLogin();
        assertThat(acme.run("outbound-trunk delete").code()).isEqualTo(2);
        assertThat(inLiveKit()).isNotNull();

        must(acme.typing("y\n").onTerminal(80).run("outbound-trunk delete"));

        assertThat(SCENE.livekit().sip().listOutboundTrunks(List.of(), List.of()))
                .isEmpty();
        assertThat(acme.run("outbound-trunk show").code()).isEqualTo(3);
    }

    @Test
    void the_first_one_needs_an_address_and_options_that_agree() {
        Cli.Run unnamed = acme.run("outbound-trunk set --transport tls");
        assertThat(unnamed.code()).isEqualTo(2);
        assertThat(unnamed.err()).contains("name the carrier with --address");
        for (String wrong : List.of(
                "outbound-trunk set",
                SET + " --all-numbers --number " + FIRST,
                SET + " --no-login --username acme",
                SET + " --keep-password --password-file password.txt")) {
            assertThat(acme.run(wrong).code()).as(wrong).isEqualTo(2);
        }
    }

    @Test
    void a_number_of_somebody_else_is_refused_and_so_is_a_tenant_without_any() {
        Cli.Run foreign = acme.run(SET + " --number +442079460199");
        assertThat(foreign.code()).isEqualTo(3);
        assertThat(foreign.err()).contains("numbers: must be confirmed numbers of the tenant");

        must(SCENE.operator().run("tenants create bare"));
        Cli.Run without = SCENE.operator().run(SET + " --tenant bare");
        assertThat(without.code()).isEqualTo(3);
        assertThat(without.err()).contains("\n  stagedoor numbers list --state pending; ", "code conflict");
    }
}
