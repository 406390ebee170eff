// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The presets are what docs/guides/keys.md says, which the server's tests compare with the scopes there are. */
class PresetTest {
    @ParameterizedTest
    @EnumSource
    void the_guide_lists_a_presets_scopes(Preset preset) throws IOException {
        String scopes = preset.scopes().stream().map(scope -> "`" + scope + "`").collect(Collectors.joining(" "));

        assertThat(Files.readString(Path.of("..", "docs", "guides", "keys.md")))
                .contains("| `" + preset.name().toLowerCase(Locale.ROOT) + "` | " + scopes + " |");
    }
}
