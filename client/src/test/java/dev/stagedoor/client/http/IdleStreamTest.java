// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleStreamTest {
    @Test
    void a_stream_that_falls_silent_ends() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort());
                IdleStream stream = new IdleStream(socket.getInputStream(), Duration.ofMillis(50))) {
            assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
        }
    }
}
