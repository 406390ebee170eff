// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The Claude sandbox")
final class SandboxClaudeContractTest extends ClaudeContract {
    private static final String KEY = "sk-ant-contract";

    private static @Nullable SandboxClaude sandbox;
    private static ClaudeTarget target;

    @BeforeAll
    static void start() {
        sandbox = SandboxClaude.start(0, ClaudeSettings.realTime(), KEY);
        target = new ClaudeTarget(sandbox.url(), KEY);
    }

    @AfterAll
    static void stop() {
        if (sandbox != null) sandbox.close();
    }

    @Override
    ClaudeTarget target() {
        return target;
    }
}
