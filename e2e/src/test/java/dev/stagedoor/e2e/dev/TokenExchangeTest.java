// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code e2e/js/token-exchange.test.mjs}: ID tokens of a certified OpenID Connect provider. */
class TokenExchangeTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final String KEYS = "/api/v1/tenants/acme/api-keys";

    @Test
    void id_tokens_of_a_certified_provider_bring_sessions() {
        Path scripts = Distribution.project().resolve("e2e/js");
        assertThat(scripts.resolve("node_modules"))
                .as("made by bin/npm-ci e2e/js")
                .matches(Files::isDirectory);
        // The demo tenant's own key sets no credentials.
        Caller operator = DEV.asks(DEV.get().ready().operatorKey());
        Caller.Answer key = operator.post(
                KEYS, "{\"name\":\"sso\",\"scopes\":[\"credentials:write\",\"sessions:read\",\"sessions:write\"]}");

        Shell.Ran run = Shell.in(scripts)
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_KEY", key.at("/key"))
                .run("node", "--test", "--test-reporter=tap", "token-exchange.test.mjs")
                .must();

        operator.delete(KEYS + '/' + key.at("/api_key/id"));
        assertThat(summary(run.out(), "tests")).isEqualTo(3);
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
