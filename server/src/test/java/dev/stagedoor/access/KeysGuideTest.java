// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.documents.ScopeTable;
import dev.stagedoor.kernel.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/guides/keys.md: every scope, and none that does not exist. */
class KeysGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guides", "keys.md");

    @Test
    void every_scope_has_its_row_in_their_order() throws IOException {
        assertThat(Files.readString(GUIDE)).contains(ScopeTable.markdown());

        List<String> scopes = Arrays.stream(Scope.values()).map(Scope::wire).toList();

        assertThat(scopes).containsAll(found("`([a-z]+:[a-z]+)`"));
    }

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
