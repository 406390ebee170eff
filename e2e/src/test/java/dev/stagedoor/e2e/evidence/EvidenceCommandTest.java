// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.phone.GuideShell;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("stagedoor tenants verify and stagedoor evidence: files, pages, and what goes wrong")
class EvidenceCommandTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String SECRET = "acme-alone-knows-this-secret-of-its-own";

    private static SandboxLiveKit livekit;
    private static Shell shell;

    @BeforeAll
    static void acme() {
        livekit = SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
        livekit.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        shell = GuideShell.withAcme(SERVER, livekit.url(), "APIacme", SECRET);
    }

    @AfterAll
    static void close() {
        livekit.close();
    }

    private static String file(String name) throws IOException {
        return Files.readString(shell.folder().resolve(name));
    }

    @Test
    void what_was_found_is_written_in_the_form_that_the_files_name_asks_for() throws IOException {
        JsonNode found = shell.stagedoor("tenants", "verify", "acme", "--out", "acme.html")
                .must()
                .json();
        String id = found.path("id").asText();
        for (String name : new String[] {"acme.json", "acme.jws"}) {
            shell.stagedoor("evidence", "export", id, "--out", name, "--tenant", "acme")
                    .must();
            assertThat(shell.stagedoor("evidence", "verify", name).must().at("/passed"))
                    .as(name)
                    .isEqualTo("true");
        }

        assertThat(file("acme.html")).startsWith("<!doctype html>").contains(id);
        assertThat(file("acme.jws").strip()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(shell.stagedoor("evidence", "export", id, "--tenant", "acme")
                        .must()
                        .json()
                        .at("/evidence/id"))
                .isEqualTo(found.path("id"));
    }

    @Test
    void a_file_that_cannot_be_written_is_refused_before_anything_is_verified() {
        Shell.Ran refused = shell.stagedoor("tenants", "verify", "acme", "--out", "no-such-folder/acme.json");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("cannot write no-such-folder/acme.json: no such folder");
    }

    @Test
    void what_is_not_there_and_what_is_no_evidence_are_told_in_a_line() throws IOException {
        Files.writeString(shell.folder().resolve("keys.json"), "{\"keys\":[]}");
        Files.writeString(shell.folder().resolve("other.json"), "{\"hello\":1}");

        assertThat(shell.stagedoor("evidence", "verify", "missing.json").err()).contains("missing.json: no such file");
        assertThat(shell.stagedoor("evidence", "verify", "other.json", "--jwks", "keys.json")
                        .err())
                .contains("--jwks: there are no keys in keys.json");
        Shell.Ran other = shell.stagedoor("evidence", "verify", "other.json");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.at("/why")).contains("no evidence of Stagedoor");
        assertThat(shell.stagedoor("evidence", "export", "ver_nobody", "--tenant", "acme")
                        .code())
                .isEqualTo(3);
    }
}
