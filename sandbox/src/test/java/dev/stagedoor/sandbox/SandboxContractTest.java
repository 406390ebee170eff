// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.conformance.LiveKitContract;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

@DisplayName("The sandbox")
@Tag("slow")
final class SandboxContractTest extends LiveKitContract {
    private static final String KEY = "APIcontract";
    private static final String SECRET = "contract-contract-contract-contract";

    private static @Nullable SandboxLiveKit sandbox;
    private static Target target;

    @BeforeAll
    static void start() {
        sandbox = SandboxLiveKit.start(0, SandboxKey.of(KEY, SECRET), SandboxSettings.realTime());
        sandbox.state().registerWorker(AGENT, WorkerBehaviour.joins());
        sandbox.state().registerRpcMethod(DTMF, SandboxContractTest::keys);
        target = new Target(sandbox.url(), KEY, SECRET);
    }

    @AfterAll
    static void stop() {
        if (target != null) target.close();
        if (sandbox != null) sandbox.close();
    }

    @Override
    public Target target() {
        return target;
    }

    /** As the demo agent takes them. */
    private static String keys(String payload) {
        Matcher digits = Pattern.compile("\\{\"digits\":\"([^\"]+)\"}").matcher(payload);
        if (!digits.matches()) throw SandboxRefusal.rpc(1701, "digits must be 1 to 64 of 0-9, *, #, A-D and w");
        return "{\"accepted\":" + digits.group(1).length() + "}";
    }
}
