// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.ApiKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers each connection with the next scripted bytes, and closes it. */
final class ScriptedServer implements AutoCloseable {
    /** Accepts and closes without an answer. */
    static final String NOTHING = "";

    /** Closes within the answer; the JDK's client retries requests without any answer, but not this. */
    static final String BROKEN = "HTTP/1.1 200 OK\r\nContent-Ty";

    private final ServerSocket socket;
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ScriptedServer(List<String> script) throws IOException {
        answers.addAll(script);
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    static ScriptedServer of(String... script) {
        try {
            return new ScriptedServer(List.of(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An HTTP answer; headers are lines that end in CRLF. */
    static String http(String status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n"
                + body;
    }

    static String json(String status, String body) {
        return http(status, "Content-Type: application/json\r\n", body);
    }

    static String problem(int status, String more, String code) {
        return http(
                status + " No",
                "Content-Type: application/problem+json\r\n" + more,
                "{\"status\":%d,\"code\":\"%s\",\"detail\":\"No.\",\"request_id\":\"req_1\",\"new\":1}"
                        .formatted(status, code));
    }

    /** Server-sent events, after which the connection ends. */
    static String events(String text) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + text;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    StagedoorClient client() {
        return StagedoorClient.of(url(), ApiKey.of("sd_live_test"));
    }

    /** The request heads so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The value of a header of a request, or "". */
    String header(int request, String name) {
        return requests.get(request)
                .lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                requests.add(head(connection));
                String answer = answers.poll();
                if (answer != null) {
                    connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    connection.getOutputStream().flush();
                }
                connection.shutdownOutput();
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    /** Reads the head and the body, so that closing does not reset the connection. */
    private static String head(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.append(line).append('\n');
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
