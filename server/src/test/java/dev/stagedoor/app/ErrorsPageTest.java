// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.documents.ErrorTable;
import dev.stagedoor.kernel.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/errors.md explains the codes that there are")
class ErrorsPageTest {
    private static final Path PAGE = Path.of("../docs/errors.md");
    private static final Pattern TABLE = Pattern.compile("(?m)^\\| status \\| code .*\\n(?:^\\|.*\\n)+");

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    @Test
    void its_table_is_the_one_of_the_api() throws IOException {
        if ("renew".equals(System.getenv("GOLDEN"))) {
            String renewed = TABLE.matcher(page()).replaceFirst(Matcher.quoteReplacement(ErrorTable.markdown()));
            Files.writeString(PAGE, renewed);
        }
        assertThat(page()).as("If each difference is meant: make golden").contains(ErrorTable.markdown());
    }

    @Test
    void whatever_else_it_names_as_a_code_is_one() throws IOException {
        String advice = page().substring(page().indexOf("The codes that ask"), page().indexOf("## Exit codes"));
        List<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::wire).toList();

        assertThat(Pattern.compile("(?m)^\\| ([^|]+) \\|")
                        .matcher(advice)
                        .results()
                        .map(row -> row.group(1))
                        .filter(cell -> cell.startsWith("`"))
                        .flatMap(cell -> Arrays.stream(cell.replace("`", "").split(", "))))
                .isNotEmpty()
                .isSubsetOf(codes);
    }
}
