// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collector that takes traces as OTLP over HTTP, and keeps them; or one that takes them and never answers. */
public final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch answers;

    private Collector(boolean hangs) {
        answers = new CountDownLatch(hangs ? 1 : 0);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", exchange -> {
            try (exchange;
                    InputStream body = exchange.getRequestBody()) {
                received.add(body.readAllBytes());
                answers.await();
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    public static Collector start() {
        return new Collector(false);
    }

    public static Collector hanging() {
        return new Collector(true);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public int requests() {
        return received.size();
    }

    /**
     * A span as it was received.
     *
     * @param kind   1 internal, 3 client
     * @param status 0 unset, 2 error
     */
    public record Span(
            String trace, String id, String parent, String name, int kind, int status, Map<String, String> attributes) {
        public String at(String attribute) {
            return attributes.getOrDefault(attribute, "");
        }
    }

    private static UnknownFieldSet message(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The messages in that field of a message. */
    private static Stream<UnknownFieldSet> each(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream().map(Collector::message);
    }

    private static ByteString bytes(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static int number(UnknownFieldSet message, int field) {
        return message.getField(field).getVarintList().stream()
                .findFirst()
                .orElse(0L)
                .intValue();
    }

    /** The {@code ResourceSpans} of every {@code ExportTraceServiceRequest}. */
    private Stream<UnknownFieldSet> all() {
        return received.stream().flatMap(body -> each(message(ByteString.copyFrom(body)), 1));
    }

    /** The attributes of every resource. */
    public List<Map<String, String>> resources() {
        return all().map(spans -> attributes(message(bytes(spans, 1)), 1)).toList();
    }

    /** The spans of that run, in the order in which they began. */
    public List<Span> of(String run) {
        return spans().stream()
                .filter(span -> span.at("gen_ai.conversation.id").equals(run))
                .toList();
    }

    /** All spans, in the order in which they began. */
    public List<Span> spans() {
        return all().flatMap(resource -> each(resource, 2))
                .flatMap(scope -> each(scope, 2))
                .sorted(Comparator.comparing(
                        span -> span.getField(7).getFixed64List().getFirst()))
                .map(Collector::span)
                .toList();
    }

    private static Span span(UnknownFieldSet span) {
        return new Span(
                HexFormat.of().formatHex(bytes(span, 1).toByteArray()),
                HexFormat.of().formatHex(bytes(span, 2).toByteArray()),
                HexFormat.of().formatHex(bytes(span, 4).toByteArray()),
                bytes(span, 5).toStringUtf8(),
                number(span, 6),
                number(message(bytes(span, 15)), 3),
                attributes(span, 9));
    }

    private static Map<String, String> attributes(UnknownFieldSet holder, int field) {
        return each(holder, field)
                .collect(
                        Collectors.toMap(pair -> bytes(pair, 1).toStringUtf8(), pair -> text(message(bytes(pair, 2)))));
    }

    /** An {@code AnyValue} as text. */
    private static String text(UnknownFieldSet value) {
        if (value.hasField(2)) {
            return String.valueOf(number(value, 2) == 1);
        }
        if (value.hasField(3)) {
            return String.valueOf(number(value, 3));
        }
        if (value.hasField(4)) {
            return String.valueOf(
                    Double.longBitsToDouble(value.getField(4).getFixed64List().getFirst()));
        }
        return value.hasField(5)
                ? each(message(bytes(value, 5)), 1)
                        .map(Collector::text)
                        .toList()
                        .toString()
                : bytes(value, 1).toStringUtf8();
    }

    /** Every byte that was received, as characters. */
    public String bytes() {
        StringBuilder all = new StringBuilder();
        received.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    @Override
    public void close() {
        answers.countDown();
        server.stop(0);
    }
}
