// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Shell.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("serve that cannot serve ends with a code and one sentence")
class StartRefusedTest {
    private static final ServingNode.Installed INSTALLED = ServingNode.Installed.on("start_refused");

    @Test
    void on_a_port_that_is_taken_it_ends_with_4() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Ran serve = INSTALLED
                    .shell()
                    .with("STAGEDOOR_HTTP_HOST", "127.0.0.1")
                    .with("STAGEDOOR_HTTP_PORT", Integer.toString(taken.getLocalPort()))
                    .stagedoor("serve");

            assertThat(serve.code()).isEqualTo(4);
            assertThat(serve.err())
                    .isEqualTo("stagedoor: Another program listens on 127.0.0.1:" + taken.getLocalPort()
                            + ": end it, or choose another port.\n");
        }
    }

    @Test
    void with_another_master_key_neither_serve_nor_migrate_does_anything() {
        byte[] other = new byte[32];
        new SecureRandom().nextBytes(other);
        var shell = INSTALLED
                .shell()
                .with("STAGEDOOR_MASTER_KEY", Base64.getEncoder().encodeToString(other));

        assertThat(shell.stagedoor("serve").code()).isEqualTo(4);
        Ran migrate = ServingNode.Installed.asAdmin(shell).stagedoor("migrate");
        assertThat(migrate.code()).isEqualTo(2);
        assertThat(migrate.err())
                .startsWith("stagedoor: This database is sealed with the master key mk-")
                .contains("Nothing was changed.")
                .hasLineCount(1);
        INSTALLED.node().close();
    }
}
