// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.SECRET;
import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** {@code stagedoor credentials}, {@code tokens}: secrets come from stdin, a file or a prompt, and are never shown. */
class CredentialsAndTokensTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    private static Cli acme;

    @BeforeAll
    static void a_tenant() {
        SCENE.acme();
        acme = SCENE.tenant("acme");
    }

    @Test
    void a_secret_is_taken_from_standard_input_a_file_or_a_prompt_and_comes_out_nowhere() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
        Path file = SCENE.operator().folder().resolve("secret.txt");
        Files.writeString(file, SECRET + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Cli.Run piped = SCENE.operator().typing(SECRET + "\n").run(SCENE.setLiveKit());
        Cli.Run prompted = SCENE.operator().onTerminal(120).typing(SECRET).run(SCENE.setLiveKit());
        Cli.Run filed = SCENE.operator().run(SCENE.setLiveKit() + " --secret-file secret.txt");

        assertThat(must(piped).at("/state")).isEqualTo("active");
        assertThat(must(prompted).out()).containsPattern("state +active\n");
        assertThat(must(filed).err()).contains("other users can read or write secret.txt (rw-r--r--); chmod 600 it");
        assertThat(piped + "" + prompted + filed).doesNotContain(SECRET);
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(SECRET));
        assertThat(must(acme.run("credentials list")).out()).doesNotContain(SECRET);
    }

    @Test
    void a_secret_as_an_argument_is_refused_and_not_repeated() {
        Cli.Run refused = acme.run("credentials set livekit --server-url ws://h --api-key k --api-secret=" + SECRET);

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("stagedoor: secrets are never arguments")
                .doesNotContain(SECRET);
    }

    @Test
    void a_wrong_secret_and_none_are_told_apart() {
        Cli.Run wrong = acme.typing("not-the-secret-of-this-key-but-as-long").run(SCENE.setLiveKit());
        assertThat(wrong.code()).isEqualTo(3);
        assertThat(wrong.err()).contains("code credential_rejected").doesNotContain("not-the-secret");

        Cli.Run none = acme.run(SCENE.setLiveKit());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).isEqualTo("stagedoor: there is no API secret on standard input\n");

        Cli.Run missing = acme.run(SCENE.setLiveKit() + " --secret-file nosuch.txt");
        assertThat(missing.err()).isEqualTo("stagedoor: cannot read nosuch.txt: no such file\n");
    }

    @Test
    void credentials_are_listed_with_fingerprints() {
        assertThat(must(acme.onTerminal(200).run("credentials list")).out())
                .containsPattern("KIND +NAME +VERSION +STATE +SERVER +API KEY +FINGERPRINT +VERIFIED\n")
                .containsPattern("livekit +- +\\d+ +active +http://127.0.0.1:\\d+ +APIacme ");
    }

    @Test
    void when_a_credential_ends_is_noted_and_taken_back() {
        Cli.Run noted = must(acme.run("credentials expiry livekit --at 2099-03-01T00:00:00Z"));
        assertThat(noted.at("/expires_at")).isEqualTo("2099-03-01T00:00:00Z");
        assertThat(must(acme.onTerminal(120).run("credentials show livekit")).out())
                .containsPattern("expires +2099-03-01");

        assertThat(must(acme.run("credentials expiry livekit --never")).json().has("expires_at"))
                .isFalse();
        assertThat(acme.run("credentials expiry livekit").err())
                .contains("say when it ends with --at, or that it does not with --never");
    }

    @Test
    void the_version_in_use_is_shown_and_a_version_is_revoked_for_good() {
        must(SCENE.operator().run("tenants create globex"));
        Cli.Run first = must(SCENE.operator()
                .typing("globex-has-a-secret-of-its-own-here")
                .run("credentials set livekit --no-verify --tenant globex --api-key APIglobex"
                        + " --server-url ws://127.0.0.1:7999"));
        Cli.Run shown = must(SCENE.operator().run("credentials show livekit --tenant globex"));
        assertThat(shown.at("/version")).isEqualTo(first.at("/version"));
        assertThat(shown.out()).doesNotContain("globex-has-a-secret");

        String revoke = "credentials revoke livekit --tenant globex --version " + first.at("/version");
        assertThat(SCENE.operator().run(revoke).code()).isEqualTo(2);
        Cli.Run declined = SCENE.operator().onTerminal(100).typing("\n").run(revoke);
        assertThat(declined.err()).contains("Revoke version 1 of the livekit credential and erase its secret? [y/N]");
        assertThat(must(SCENE.operator().run(revoke + " --yes")).at("/state")).isEqualTo("revoked");

        assertThat(must(SCENE.operator().run("credentials show livekit --tenant globex"))
                        .at("/state"))
                .isEqualTo("revoked");
        assertThat(SCENE.operator().run(revoke + " --yes").err()).contains("code not_found");
        assertThat(SCENE.operator()
                        .run("credentials revoke carrier --yes --tenant globex")
                        .code())
                .isEqualTo(3);
    }

    @Test
    void a_key_is_rotated_looked_after_and_rolled_back() {
        must(acme.run("tokens mint --room lobby --identity alice"));
        String active = must(acme.run("credentials show livekit")).at("/version");

        Cli.Run rotated = must(acme.typing(SECRET + "\n").run("credentials rotate livekit --api-key APIacme"));
        assertThat(rotated.at("/phase")).isEqualTo("draining");
        assertThat(rotated.at("/draining/0/version")).isEqualTo(active);
        assertThat(rotated.out()).doesNotContain(SECRET);
        assertThat(must(acme.onTerminal(120).run("credentials rotation livekit"))
                        .out())
                .containsPattern("phase +draining\n")
                .containsPattern("rollback to +" + active);

        Cli.Run back = must(acme.run("credentials rollback livekit --version " + active));
        assertThat(back.at("/phase")).isEqualTo("rolled_back");
        assertThat(back.at("/active/version")).isEqualTo(active);
        Cli.Run unknown = acme.run("credentials rollback livekit --version 999");
        assertThat(unknown.code()).isEqualTo(3);
    }

    @Test
    void to_wait_for_a_rotation_ends_when_nothing_drains_any_more() {
        must(SCENE.operator().run("tenants create initech"));
        String set = " livekit --no-verify --tenant initech --api-key APIinitech --server-url ws://127.0.0.1:7998";
        must(SCENE.operator().typing("initech-has-a-secret-of-its-own-here").run("credentials set" + set));

        Cli.Run done = must(SCENE.operator()
                .typing("initech-has-another-secret-of-its-own")
                .run("credentials rotate" + set + " --wait"));

        assertThat(done.at("/phase")).as("nothing was granted with the first").isEqualTo("done");
        assertThat(done.at("/active/version")).isEqualTo("2");
    }

    @Test
    void a_webhooks_secret_is_rotated_and_a_generated_one_is_shown_once() {
        must(acme.run("credentials set webhook invoices --generate"));

        Cli.Run rotated = must(acme.run("credentials rotate webhook invoices --generate"));

        assertThat(rotated.at("/secret")).startsWith("whsec_");
        assertThat(rotated.at("/draining/0/version")).isEqualTo("1");
        assertThat(must(acme.run("credentials rotation webhook invoices"))
                        .json()
                        .has("secret"))
                .isFalse();
    }

    @Test
    void a_workers_secret_and_a_carriers_account_are_rotated_too() {
        must(acme.typing("the first key of a provider").run("credentials set secret provider"));
        Cli.Run secret = must(acme.typing("the next key of a provider").run("credentials rotate secret provider"));
        assertThat(secret.at("/name")).isEqualTo("provider");
        assertThat(secret.at("/active/version")).isEqualTo("2");

        String account = "{\"values\":{\"account_sid\":\"AC0123456789abcdef0123456789abcdef\",\"auth_token\":\"%s\"}}";
        must(acme.typing(account.formatted("0123456789abcdef0123456789abcdef"))
                .run("credentials set carrier twilio --file -"));
        Cli.Run carrier = must(acme.typing(account.formatted("fedcba9876543210fedcba9876543210"))
                .run("credentials rotate carrier twilio --file -"));
        assertThat(carrier.at("/active/version")).isEqualTo("2");
        assertThat(must(acme.run("credentials rotation carrier twilio")).at("/kind"))
                .isEqualTo("twilio");
        assertThat(secret + "" + carrier).doesNotContain("the next key", "fedcba98");
    }

    @Test
    void only_an_operator_changes_the_master_key() {
        Cli.Run rekeyed = must(SCENE.operator().run("rekey"));
        assertThat(rekeyed.json().at("/done").asBoolean()).isTrue();
        assertThat(must(SCENE.operator().onTerminal(120).run("rekey --status")).out())
                .containsPattern("done +yes\n");

        assertThat(acme.run("rekey").code()).isEqualTo(3);
    }

    @Test
    void a_webhooks_secret_is_given_or_generated_and_rotates_by_version() {
        Cli.Run generated = must(acme.run("credentials set webhook orders --generate --note shop"));
        assertThat(generated.at("/secret")).startsWith("whsec_");
        assertThat(generated.at("/credential/version")).isEqualTo("1");

        String secret = "whsec_d2ViaG9vay1zZWNyZXQtb2YtMzItYnl0ZXMtbG9uZyE=";
        Cli.Run given = must(acme.typing(secret + "\n").run("credentials set webhook orders"));
        assertThat(given.at("/credential/version")).isEqualTo("2");
        Cli.Run prompted = must(acme.onTerminal(120).typing(secret).run("credentials set webhook orders"));
        assertThat(prompted.out()).containsPattern("name +orders\nversion +3\n");

        Cli.Run shown = must(acme.run("credentials show webhook orders"));
        assertThat(shown.at("/version")).isEqualTo("3");
        Cli.Run listed = must(acme.onTerminal(200).run("credentials list"));
        assertThat(listed.out()).containsPattern("webhook +orders +3 +active ");
        assertThat(given + "" + prompted + shown + listed).doesNotContain(secret, generated.at("/secret"));

        Cli.Run declined = acme.onTerminal(100).typing("\n").run("credentials revoke webhook orders");
        assertThat(declined.err()).contains("Revoke the active version of the webhook credential orders");
        assertThat(must(acme.run("credentials revoke webhook orders --yes")).at("/state"))
                .isEqualTo("revoked");
    }

    @Test
    void a_webhooks_secret_of_the_wrong_form_is_refused_and_not_repeated() {
        Cli.Run plain = acme.typing("not-the-form-of-a-webhook-secret").run("credentials set webhook orders");
        assertThat(plain.code()).isEqualTo(3);
        assertThat(plain.err())
                .contains("secret", "must be whsec_ followed by Base64")
                .doesNotContain("not-the-form");

        Cli.Run both = acme.run("credentials set webhook orders --generate --secret-file secret.txt");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("--generate and --secret-file exclude each other");
    }

    @Test
    void a_token_is_minted_inspected_and_refreshed() {
        Cli.Run minted = must(acme.run("tokens mint --room lobby --identity alice --ttl 600"));
        assertThat(minted.at("/room_name")).isEqualTo("acme.lobby");

        Cli.Run inspected = must(acme.typing(minted.at("/participant_token")).run("tokens inspect"));
        assertThat(inspected.at("/identity")).isEqualTo("alice");
        assertThat(inspected.json().at("/valid").asBoolean()).isTrue();
        assertThat(inspected.out()).doesNotContain(minted.at("/participant_token"));

        Cli.Run fresh = must(acme.typing(minted.at("/participant_token")).run("tokens refresh"));
        assertThat(fresh.at("/room_name")).isEqualTo("acme.lobby");
    }

    @Test
    void a_token_that_is_not_to_be_believed_is_a_failed_check() {
        Cli.Run inspected = acme.typing("e30.e30.AAAA").run("tokens inspect");

        assertThat(inspected.code()).isEqualTo(1);
        assertThat(inspected.json().at("/valid").asBoolean()).isFalse();
    }

    @Test
    void a_token_on_a_terminal_is_printed_whole_however_narrow_it_is() {
        Cli.Run minted = must(acme.onTerminal(40).run("tokens mint --identity alice"));

        String token = minted.out()
                .lines()
                .filter(line -> line.startsWith("token"))
                .findFirst()
                .orElseThrow();
        assertThat(token.substring("token".length()).strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }
}
