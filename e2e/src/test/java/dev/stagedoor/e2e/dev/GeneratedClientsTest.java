// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The served OpenAPI document is valid, and clients generated from it work: {@code e2e/openapi}. */
class GeneratedClientsTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final Path FOLDER = Distribution.project().resolve("e2e/openapi");
    private static final Path TARGET = FOLDER.resolve("target");
    private static final String PYTHON =
            Distribution.project().resolve(".tools/openapi/bin").toString();

    @BeforeAll
    static void take_the_document_from_the_server() throws IOException {
        assertThat(FOLDER.resolve("node_modules"))
                .as("made by bin/npm-ci e2e/openapi")
                .isDirectory();
        assertThat(Path.of(PYTHON))
                .as("made by bin/pip-venv e2e/openapi/requirements.txt .tools/openapi")
                .isDirectory();
        Folders.delete(TARGET);
        Files.createDirectories(TARGET);
        try (InputStream document =
                DEV.get().ready().url().resolve("/openapi.json").toURL().openStream()) {
            Files.copy(document, TARGET.resolve("openapi.json"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void the_document_is_valid_openapi() {
        assertThat(shell().run(PYTHON + "/openapi-spec-validator", "target/openapi.json")
                        .must()
                        .out())
                .contains("OK");
    }

    @Test
    void a_generated_typescript_client_works() {
        shell().run("node_modules/.bin/openapi-typescript", "target/openapi.json", "-o", "target/schema.d.ts")
                .must();
        shell().run("node_modules/.bin/tsc").must();

        assertThatItWorks(shell().run("node", "target/ts/client.js").must(), "ts");
    }

    @Test
    void a_generated_python_client_works() {
        shell().run(
                        PYTHON + "/openapi-python-client",
                        "generate",
                        "--path=target/openapi.json",
                        "--output-path=target/stagedoor_api",
                        "--meta=none",
                        "--config=python-client.yml",
                        "--fail-on-warning")
                .must();

        assertThatItWorks(
                shell().with("PYTHONPATH", TARGET.toString())
                        .run(PYTHON + "/python", "client.py")
                        .must(),
                "py");
    }

    private static void assertThatItWorks(Shell.Ran client, String language) {
        JsonNode saw = client.json();
        assertThat(saw.at("/created")).hasToString("[\"generated-%1$s-1\",\"generated-%1$s-2\"]".formatted(language));
        assertThat(saw.at("/pages")).hasToString("[[\"demo\"],[\"generated-%s-1\"]]".formatted(language));
        assertThat(saw.at("/problem").asText()).isEqualTo("not_found");
        assertThat(saw.at("/status").asInt()).isEqualTo(404);
    }

    private static Shell shell() {
        return Shell.in(FOLDER)
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_KEY", DEV.tenant("acme").apiKey());
    }
}
