// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stagedoor conformance}. */
class ConformanceCommandTest {
    private static final String SECRET = "conformance-conformance-conformance";

    @TempDir
    private Path folder;

    private final SandboxLiveKit server =
            SandboxLiveKit.start(0, SandboxKey.of("APIserver", SECRET), SandboxSettings.realTime());

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Run run(String secret, String more) {
        return Cli.script(folder)
                .typing(secret)
                .run("conformance --livekit " + server.url() + " --api-key APIserver" + more);
    }

    @Test
    void a_server_that_keeps_the_contract_is_told_check_by_check() {
        Cli.Run kept = run(SECRET, " --no-json");

        assertThat(kept.code()).as(kept.out() + kept.err()).isZero();
        assertThat(kept.out())
                .contains("ok     room: a deleted room is gone and cannot be deleted again")
                .contains("The server does what the contract says: ");
    }

    @Test
    void where_it_departs_is_told_and_fails_the_command() {
        server.faults().always(Fault.failed(TwirpCode.PERMISSION_DENIED, "not today"), SandboxMethod.DELETE_ROOM);

        Cli.Run departed = run(SECRET, " --json");

        assertThat(departed.code()).isEqualTo(1);
        assertThat(departed.json().path("conforms").asBoolean()).isFalse();
        assertThat(departed.json().path("checks"))
                .filteredOn(check -> !check.path("passed").asBoolean())
                .extracting(check -> check.path("check").asText())
                .contains("a deleted room is gone and cannot be deleted again");
    }

    @Test
    void a_wrong_secret_and_a_server_that_is_not_there_are_told_apart() {
        Cli.Run refused = run("another-secret-another-secret-another", "");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains("does not accept the key and its secret")
                .doesNotContain("another-secret");

        Cli.Run nobody =
                Cli.script(folder).typing(SECRET).run("conformance --livekit ws://127.0.0.1:1 --api-key APIserver");
        assertThat(nobody.code()).isEqualTo(4);

        Cli.Run usage = Cli.script(folder).typing(SECRET).run("conformance --livekit gopher://x --api-key APIserver");
        assertThat(usage.code()).isEqualTo(2);
        assertThat(usage.err()).contains("--livekit");
    }
}
