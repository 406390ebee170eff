// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.phone.GuideShell;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("docs/guides/rotate.md: what it tells people to type, in the order of the page")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class RotateGuideTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final List<String> BLOCKS =
            Document.of("docs/guides/rotate.md").blocks("sh");
    private static final String SECRET = "the-secret-that-acme-keeps-for-itself-alone";
    private static final String OWN_SECRET = "another-secret-of-acme-for-its-own-server";

    private static SandboxLiveKit cloud;
    private static SandboxLiveKit own;
    private static Shell shell;

    @BeforeAll
    static void a_tenant_with_a_livekit() throws IOException {
        cloud = SandboxLiveKit.start(0, SandboxKey.of("APInew", SECRET), SandboxSettings.realTime());
        own = SandboxLiveKit.start(0, SandboxKey.of("APIown", OWN_SECRET), SandboxSettings.realTime());
        shell = GuideShell.withAcme(SERVER, cloud.url(), "APInew", SECRET);
        secret("new-secret.txt", SECRET);
        secret("own-secret.txt", OWN_SECRET);
    }

    @AfterAll
    static void close() {
        own.close();
        cloud.close();
    }

    private static void secret(String name, String text) throws IOException {
        Path file = shell.folder().resolve(name);
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static List<JsonNode> runs(int block) {
        // So that something stands on each version.
        shell.stagedoor("tokens", "mint", "--tenant", "acme", "--room", "lobby", "--identity", "alice")
                .must();
        return shell.run(
                        "sh",
                        "-ec",
                        BLOCKS.get(block)
                                .replace("wss://own.acme.example", own.url().toString()))
                .must()
                .lines();
    }

    @Test
    @Order(1)
    void a_new_key_is_active_and_the_old_one_drains() {
        List<JsonNode> lines = runs(0);

        assertThat(lines).hasSize(2).allSatisfy(rotation -> {
            assertThat(rotation.at("/phase").asText()).isEqualTo("draining");
            assertThat(rotation.at("/active/version").asInt()).isEqualTo(2);
            assertThat(rotation.at("/rollback_to").asInt()).isEqualTo(1);
            assertThat(rotation.at("/drained_at_latest").asText()).isNotEmpty();
        });
        assertThat(lines.toString()).doesNotContain(SECRET);
    }

    @Test
    @Order(2)
    void back_again() {
        JsonNode back = runs(1).getFirst();

        assertThat(back.at("/phase").asText()).isEqualTo("rolled_back");
        assertThat(back.at("/active/version").asInt()).isEqualTo(1);
        assertThat(back.at("/draining/0/version").asInt()).isEqualTo(2);
    }

    @Test
    @Order(3)
    void another_server() {
        JsonNode moved = runs(2).getFirst();

        assertThat(moved.at("/active/server_url").asText())
                .isEqualTo(own.url().toString().replaceFirst("^ws", "http"));
        assertThat(moved.at("/draining")).hasSize(2);
    }

    @Test
    @Order(4)
    void a_key_that_leaked() {
        assertThat(runs(3).getFirst().at("/state").asText()).isEqualTo("revoked");
        assertThat(shell.stagedoor("credentials", "rotation", "livekit", "--tenant", "acme")
                        .at("/draining"))
                .isEqualTo("");
    }

    @Test
    @Order(5)
    void the_master_key() {
        JsonNode rekeyed = runs(4).getFirst();

        assertThat(rekeyed.at("/done").asBoolean()).isTrue();
        assertThat(BLOCKS).hasSize(5);
    }
}
