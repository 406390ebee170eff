// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A page with a socket to the gateway. */
public final class Page implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final List<byte[]> audio = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final List<JsonNode> heard = new ArrayList<>();
    private final WebSocket socket;

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(Json.read(text.toString(), JsonNode.class));
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            binary.writeBytes(part);
            if (last) {
                audio.add(binary.toByteArray());
                binary.reset();
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code + " " + reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete("error " + error);
        }
    }

    private Page(URI url, List<String> protocols) {
        this(url, protocols, Map.of());
    }

    private Page(URI url, List<String> protocols, Map<String, String> headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        headers.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        socket = builder.buildAsync(url, new Listener()).join();
    }

    /** Opens one with that token. */
    public static Page open(URI server, String token, Map<String, String> query) {
        return new Page(url(server, query), List.of("stagedoor.v1", "stagedoor.token." + token));
    }

    /** Opens one whose credentials are in the query, if anywhere. */
    public static Page openBy(URI server, Map<String, String> query) {
        return new Page(url(server, query), List.of());
    }

    /** Opens one with those headers and subprotocols, as a browser would. */
    static Page openWith(URI server, Map<String, String> headers, List<String> protocols) {
        return new Page(url(server, Map.of()), protocols, headers);
    }

    private static URI url(URI server, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&"));
        return URI.create("ws://" + server.getAuthority() + "/api/rt/ws" + (query.isEmpty() ? "" : "?" + parameters));
    }

    /** The next frame of that type; those before it stay in {@link #heard}. */
    public JsonNode next(String type) {
        while (true) {
            JsonNode frame;
            try {
                frame = frames.poll(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (frame == null) {
                throw new AssertionError("no " + type + " came, but " + heard + ", closed: " + closed.getNow("no"));
            }
            heard.add(frame);
            if (frame.path("type").asText().equals(type)) {
                return frame;
            }
        }
    }

    /** The types of all that it heard until that frame. */
    public List<String> typesUntil(String type) {
        next(type);
        return heard.stream().map(frame -> frame.path("type").asText()).toList();
    }

    /** The binary messages so far. */
    public List<byte[]> audio() {
        return List.copyOf(audio);
    }

    /** The frames so far, but for those that nobody waited for yet. */
    public List<JsonNode> heard() {
        return List.copyOf(heard);
    }

    /** Forgets them. */
    public void forget() {
        heard.clear();
    }

    /** Waits until it may say something. */
    public Page ready() {
        next("user_turn_start");
        return this;
    }

    public Page say(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    public Page say(byte[] binary) {
        socket.sendBinary(ByteBuffer.wrap(binary), true).join();
        return this;
    }

    /** The code and the reason with which the server closed it. */
    public String closed() {
        try {
            return closed.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("it stays open; heard " + heard, e);
        }
    }

    /** The subprotocol that the server selected. */
    String protocol() {
        return socket.getSubprotocol();
    }

    /** Whether the server has not closed it yet. */
    boolean isOpen() {
        return !closed.isDone();
    }

    /** Ends without a close, like a lost connection. */
    public void vanish() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
