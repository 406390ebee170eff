// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

/**
 * The contract with Anthropic's own API, where {@code ANTHROPIC_API_KEY} is set. Nobody can be expected to have a key, so
 * without one it runs against the sandbox instead of being skipped, and says so loudly.
 */
@DisplayName("The real Claude API, where there is a key")
final class RealClaudeContractTest extends ClaudeContract {
    private static final URI REAL = URI.create("https://api.anthropic.com");
    private static final String NO_KEY = """

            ┌──────────────────────────────────────────────────────────────┐
            │  ANTHROPIC_API_KEY is not set: the real Claude API was NOT   │
            │  tested. The contract ran against the sandbox instead.       │
            └──────────────────────────────────────────────────────────────┘
            """;

    private static @Nullable SandboxClaude instead;
    private static ClaudeTarget target;

    @BeforeAll
    static void start() {
        String key = System.getenv("ANTHROPIC_API_KEY");
        if (key == null || key.isBlank()) {
            System.out.println(NO_KEY);
            instead = SandboxClaude.start(0, ClaudeSettings.realTime(), "sk-ant-instead");
            target = new ClaudeTarget(instead.url(), "sk-ant-instead");
            return;
        }
        System.out.println("Claude contract: running against " + REAL + " with " + ClaudeTarget.MODEL);
        target = new ClaudeTarget(REAL, key);
    }

    @AfterAll
    static void stop() {
        if (instead != null) instead.close();
    }

    @Override
    ClaudeTarget target() {
        return target;
    }
}
