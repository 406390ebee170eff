// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.ServerUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers every request with the same bytes, or not at all, and records the requests. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final byte[] answer;
    private final boolean hangsUp;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ScriptedServer(byte[] answer, boolean hangsUp) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answer = answer;
        this.hangsUp = hangsUp;
        Thread.ofVirtual().start(this::accept);
    }

    /** A complete answer with its length. */
    static ScriptedServer answering(int status, String headers, byte[] body) throws IOException {
        var head = "HTTP/1.1 " + status + " Status\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n";
        var bytes = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, head.length());
        System.arraycopy(body, 0, bytes, head.length(), body.length);
        return new ScriptedServer(bytes, false);
    }

    static ScriptedServer answering(int status, String body) throws IOException {
        return answering(status, "", body.getBytes(StandardCharsets.UTF_8));
    }

    /** These bytes, and then a closed connection. */
    static ScriptedServer breakingAfter(String bytes) throws IOException {
        return new ScriptedServer(bytes.getBytes(StandardCharsets.UTF_8), true);
    }

    /** These bytes, and then silence. */
    static ScriptedServer hangingAfter(String bytes) throws IOException {
        return new ScriptedServer(bytes.getBytes(StandardCharsets.UTF_8), false);
    }

    ServerUrl url() {
        return ServerUrl.parse("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Heads and bodies, in order of arrival. */
    List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closing) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var request = read(socket.getInputStream());
            while (!request.isEmpty()) {
                requests.add(request);
                socket.getOutputStream().write(answer);
                request = hangsUp ? "" : read(socket.getInputStream());
            }
        } catch (IOException clientLeft) {
            // Some tests give up before the answer.
        }
    }

    private static String read(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            text.append((char) b);
        }
        var length = text.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
        return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
