// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The configuration file in docs/guides/first-tenant.md is one that the server starts with")
class ExampleConfigTest {
    @Test
    void it_is_read_as_it_stands(@TempDir Path folder) throws IOException {
        Matcher block = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/guides/first-tenant.md")));
        assertThat(block.find()).isTrue();
        Path file = Files.writeString(folder.resolve("stagedoor.yaml"), block.group(1));

        AppConfig config = Settings.config(file, Map.of());

        assertThat(config.database().url()).isEqualTo("jdbc:postgresql://db.internal:5432/stagedoor");
        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.http().port()).isEqualTo(8080);
    }
}
