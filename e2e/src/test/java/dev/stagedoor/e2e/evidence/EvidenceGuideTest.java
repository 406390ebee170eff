// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName(
        "docs/guides/evidence.md: dev verifies both tenants when it starts, and each command does what the guide says")
class EvidenceGuideTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final Document GUIDE = Document.of("docs/guides/evidence.md");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static Shell.Ran run(String command) {
        List<String> words = List.of(command.split(" "));
        return DEV.get().shell().stagedoor(words.subList(1, words.size()).toArray(String[]::new));
    }

    @Test
    @DisplayName("both tenants are isolated: their agents joined, and their workers hold their own keys")
    void dev() {
        for (String tenant : List.of("acme", "globex")) {
            Await.until(
                    "dev has said so of " + tenant,
                    PATIENCE,
                    () -> DEV.get().process().output().contains("verified " + tenant + ": isolated"));
            JsonNode first = done(DEV.asks(DEV.tenant(tenant).apiKey()).get("/api/v1/verifications"))
                    .json()
                    .path("items")
                    .path(0);
            for (String name : List.of("agent", "workers", "other_keys")) {
                assertThat(first.path("checks").valueStream())
                        .anyMatch(check -> check.path("name").asText().equals(name)
                                && check.path("passed").asBoolean());
            }
        }
    }

    @Test
    @DisplayName("the commands verify, write a file, and check it; a file that was changed is refused")
    void commands() throws IOException {
        for (String command : GUIDE.commands()) {
            run(command).must();
        }

        Path file = DEV.get().folder().resolve("acme.json");
        Shell.Ran good = run("stagedoor evidence verify acme.json").must();
        assertThat(good.out()).contains("acme").contains("passed");
        Files.writeString(file, Files.readString(file).replace("acme", "acne"));
        assertThat(run("stagedoor evidence verify acme.json").code()).isNotZero();
    }
}
