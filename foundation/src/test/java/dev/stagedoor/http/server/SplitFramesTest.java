// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Socket.Handler;
import dev.stagedoor.kernel.Scope;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A text message may be split anywhere, in the middle of a character too (RFC 6455 §5.6). */
class SplitFramesTest {
    @SuppressWarnings("StringConcatToTextBlock") // Lines end with CRLF.
    private static final String HANDSHAKE = "GET /api/v1/echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer acme\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static StartedServer echoing() {
        return StartedServer.with(Route.socket("/api/v1/echo", new Access.TenantScope(Scope.DISPATCHES_READ))
                .named("echo.open", "Echo")
                .by(exchange -> new Reply.Upgrade((Handler) dev.stagedoor.http.Socket::send)));
    }

    @Test
    void a_character_that_is_split_over_two_frames_arrives_whole() throws IOException {
        byte[] text = "a€😀z".getBytes(StandardCharsets.UTF_8);
        try (StartedServer server = echoing();
                Socket socket = open(server)) {
            for (int cut = 0; cut <= text.length; cut++) {
                socket.getOutputStream().write(frame(1, false, Arrays.copyOf(text, cut)));
                socket.getOutputStream().write(frame(9, true, new byte[0]));
                socket.getOutputStream().write(frame(0, true, Arrays.copyOfRange(text, cut, text.length)));

                assertThat(message(socket)).as("cut at %d", cut).isEqualTo("a€😀z");
            }
        }
    }

    @Test
    void frames_of_every_length_of_header_arrive() throws IOException {
        try (StartedServer server = echoing();
                Socket socket = open(server)) {
            for (int length : new int[] {0, 125, 126, 200, 65_535, 65_536, 70_000}) {
                String text = "x".repeat(length);
                socket.getOutputStream().write(frame(1, true, text.getBytes(StandardCharsets.US_ASCII)));

                assertThat(message(socket)).hasSize(length).isEqualTo(text);
            }
        }
    }

    @Test
    void bytes_that_are_no_text_end_the_connection() throws IOException {
        try (StartedServer server = echoing();
                Socket socket = open(server)) {
            socket.getOutputStream().write(frame(1, true, new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80}));

            assertThat(message(socket)).isEqualTo("closed 1007");
        }
    }

    private static Socket open(StartedServer server) throws IOException {
        Socket socket = server.connect();
        socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        assertThat(head).startsWith("HTTP/1.1 101");
        return socket;
    }

    /** A client's frame, masked. */
    private static byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write((last ? 0x80 : 0) | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(0x80 | 126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(0x80 | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    /** The server's next text message; pongs are skipped. */
    private static String message(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte();
            long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] payload = in.readNBytes((int) size);
            if (opcode == 1) {
                return new String(payload, StandardCharsets.UTF_8);
            }
            if (opcode == 8) {
                return "closed " + ByteBuffer.wrap(payload).getShort();
            }
        }
    }
}
