// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

    /** Deviation: nothing in the sandbox registers RPC methods, so it does not know this one. */
    @Override
    @Test
    public void a_method_of_someone_who_is_not_there_is_answered_with_503_after_a_wait() {
        String room = fresh();
        RawCall.Answer answer = target.call(ROOMS + "PerformRpc")
                .bearer(target.token().server(room).sign())
                .post("{\"room\":\"" + room + "\",\"destination_identity\":\"bob\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asText()).isEqualTo("bad_route");
    }
}
