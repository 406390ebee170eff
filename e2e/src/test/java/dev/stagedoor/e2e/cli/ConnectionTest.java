// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static dev.stagedoor.e2e.cli.Scene.must;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which server and key are used, and the message when there is none. */
class ConnectionTest {
    @RegisterExtension
    static final Scene SCENE = new Scene();

    @TempDir
    private Path folder;

    private Cli script() {
        return Cli.script(folder);
    }

    private String url() {
        return SCENE.server().url().toString();
    }

    private void write(String name, String text, String rights) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private void readyFile(String url) throws IOException {
        write(
                ".stagedoor/ready.json",
                "{\"url\":\"%s\",\"operator_key\":\"%s\",\"tenants\":[]}"
                        .formatted(url, SCENE.server().operatorKey().revealText()),
                "rw-------");
    }

    @Test
    void without_a_key_nothing_is_asked() {
        Cli.Run run = script().run("tenants list");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("stagedoor: no API key: set STAGEDOOR_KEY or name a file with --key-file\n");
    }

    @Test
    void a_key_comes_from_a_file_and_a_warning_if_others_can_read_it() throws IOException {
        String key = SCENE.server().operatorKey().revealText();
        write("key", key + "\n", "rw-------");
        write("open", key + "\n", "rw-r-----");

        assertThat(must(script().run("tenants list --key-file key --url " + url()))
                        .err())
                .isEmpty();
        assertThat(must(script().run("tenants list --key-file open --url " + url()))
                        .err())
                .isEqualTo("stagedoor: warning: other users can read or write open (rw-r-----); chmod 600 it\n");
    }

    @Test
    void the_dev_server_of_this_folder_is_found_and_said() throws IOException {
        readyFile(url());

        assertThat(must(script().run("tenants list")).err())
                .isEqualTo("stagedoor: using .stagedoor/ready.json: " + url() + ", as its operator\n");
        assertThat(must(script().run("tenants list --dev")).err()).isEmpty();
        assertThat(must(script().run("--ready-file .stagedoor/ready.json tenants list"))
                        .err())
                .isEmpty();
        assertThat(script().run("tenants list --url " + url()).code()).isEqualTo(2);
    }

    @Test
    void a_ready_file_that_names_another_machine_is_not_followed_by_itself() throws IOException {
        readyFile("http://stagedoor.example.com:8080");

        Cli.Run run = script().run("tenants list");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("which is not this machine");
    }

    @Test
    void a_server_that_is_not_there_is_unavailable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Cli.Run run = script().with("STAGEDOOR_KEY", "sd_live_x").run("agents list --url http://127.0.0.1:" + port);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .startsWith("stagedoor: cannot reach http://127.0.0.1:" + port + ": connection refused\n")
                .contains("is it running?");
    }

    @Test
    void something_else_that_answers_is_no_stagedoor() {
        Cli.Run run = script().with("STAGEDOOR_KEY", "sd_live_x")
                .run("agents list --url http://127.0.0.1:" + SCENE.livekit().port());

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("answered 401 text/plain");
    }

    @Test
    void a_wrong_key_and_a_wrong_url_are_told_apart_and_no_key_is_printed() {
        Cli.Run key = script().with("STAGEDOOR_KEY", "sd_live_wrong").run("agents list --url " + url());
        assertThat(key.code()).isEqualTo(3);
        assertThat(key.err()).contains("code unauthenticated").doesNotContain("sd_live_wrong");

        assertThat(script().with("STAGEDOOR_KEY", "two words")
                        .run("agents list")
                        .err())
                .startsWith("stagedoor: STAGEDOOR_KEY: not an API key")
                .doesNotContain("two words");
        for (String url : new String[] {"127.0.0.1:8080", "ftp://h", "http://u:p@h", "http://h h"}) {
            Cli.Run run = script().with("STAGEDOOR_KEY", "sd_live_x").run("agents", "list", "--url", url);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).startsWith("stagedoor: the server's URL must");
        }
    }
}
