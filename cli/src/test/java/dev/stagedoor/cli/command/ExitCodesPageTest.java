// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("docs/errors.md lists the exit codes that there are")
class ExitCodesPageTest {
    @Test
    void each_of_them_once_in_order() throws IOException {
        String page = Files.readString(Path.of("../docs/errors.md"));
        List<String> listed = Pattern.compile("(?m)^\\| (\\d) \\|")
                .matcher(page.substring(page.indexOf("## Exit codes")))
                .results()
                .map(row -> row.group(1))
                .toList();
        List<String> declared = Arrays.stream(ExitCode.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(ExitCodesPageTest::value)
                .toList();

        assertThat(listed).isEqualTo(declared);
    }

    private static String value(Field field) {
        try {
            return String.valueOf(field.getInt(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
