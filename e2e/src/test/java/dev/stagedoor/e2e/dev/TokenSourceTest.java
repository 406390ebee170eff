// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code e2e/js/token-source.test.mjs}: LiveKit's own {@code TokenSource.endpoint}, unmodified. */
class TokenSourceTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    @Test
    void livekits_own_token_source_works_unchanged() {
        Path scripts = Distribution.project().resolve("e2e/js");
        assertThat(scripts.resolve("node_modules"))
                .as("made by bin/npm-ci e2e/js")
                .matches(Files::isDirectory);

        Shell.Ran run = Shell.in(scripts)
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_KEY", DEV.tenant("acme").apiKey())
                .run("node", "--test", "--test-reporter=tap", "token-source.test.mjs")
                .must();

        assertThat(summary(run.out(), "tests")).isGreaterThan(5);
        assertThat(summary(run.out(), "pass")).isEqualTo(summary(run.out(), "tests"));
        assertThat(summary(run.out(), "fail")).isZero();
    }

    private static int summary(String tap, String of) {
        Matcher line =
                Pattern.compile("^# " + of + " (\\d+)$", Pattern.MULTILINE).matcher(tap);
        assertThat(line.find()).as(tap).isTrue();
        return Integer.parseInt(line.group(1));
    }
}
