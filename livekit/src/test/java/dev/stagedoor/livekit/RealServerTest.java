// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The server that other tests rely on: starts on its own ports, and is gone when closed. */
final class RealServerTest {
    @Test
    void two_servers_run_side_by_side_with_their_own_keys() {
        try (var one = RealServer.start();
                var other = RealServer.start()) {
            assertThat(one.url()).isNotEqualTo(other.url());
            assertThat(one.key()).isNotEqualTo(other.key());
            assertThat(one.secret()).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(other.secret());
        }
    }

    @Test
    void a_closed_server_leaves_no_process() {
        var server = RealServer.start();
        server.close();
        assertThat(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void its_key_is_not_in_the_process_table() {
        try (var server = RealServer.start()) {
            var shown = ProcessHandle.of(server.pid()).orElseThrow().info().commandLine();
            assertThat(shown).isPresent();
            assertThat(shown.get()).doesNotContain(server.secret());
        }
    }
}
