// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code npm run test:server} of the TypeScript SDK: its pages and backends against a started {@code stagedoor dev}. */
class SdkServerTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    @Test
    void the_sdks_own_tests_pass_against_a_started_server() throws IOException {
        Path sdk = Distribution.project().resolve("sdk/typescript");
        assertThat(sdk.resolve("node_modules"))
                .as("made by bin/npm-ci sdk/typescript")
                .matches(Files::isDirectory);
        Path folder = Folders.temporary("stagedoor-sdk");
        Folders.deletedAtExit(folder);
        Path report = folder.resolve("report.json");

        Shell.Ran run = Shell.in(sdk)
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_BACKEND_KEY", DEV.tenant("acme").apiKey())
                .run("npm", "run", "test:server", "--", "--reporter=json", "--outputFile=" + report);

        assertThat(report).as(run.toString()).exists();
        JsonNode result = Json.longReaderFor(JsonNode.class).readTree(Files.readString(report));
        assertThat(failures(result)).isEmpty();
        assertThat(result.path("numPassedTests").asInt()).isGreaterThanOrEqualTo(27);
        assertThat(result.path("numPassedTests").asInt())
                .isEqualTo(result.path("numTotalTests").asInt());
        assertThat(run.code()).isZero();
    }

    private static List<String> failures(JsonNode result) {
        return result.path("testResults")
                .valueStream()
                .flatMap(file -> file.path("assertionResults").valueStream())
                .filter(test -> test.path("status").asText().equals("failed"))
                .map(test -> test.path("fullName").asText() + ": " + test.path("failureMessages"))
                .toList();
    }
}
