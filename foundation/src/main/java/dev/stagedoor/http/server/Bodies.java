// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.stagedoor.http.Form;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Takes;
import dev.stagedoor.http.signed.RawBody;
import dev.stagedoor.http.stream.RequestWatch;
import dev.stagedoor.http.wire.BodyFraming;
import dev.stagedoor.json.JsonProblems;
import dev.stagedoor.json.WireText;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

/** Reads request bodies: checks the size before reading and the content type before decoding. */
final class Bodies {
    private static final byte[] NONE = {};

    /** The stream of a body that was not read to its end, in the request's context. */
    private static final String UNREAD = "unread body";

    /** How long, and how many bytes, is read on after the last reply of a connection. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final long LINGER_BYTES = 64L << 20;

    private final int longest;
    private final Validation validation;

    Bodies(int longest, Validation validation) {
        this.longest = longest;
        this.validation = validation;
    }

    /** Whether the request has a body, even an empty one. */
    static boolean hasBody(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.TRANSFER_ENCODING)
                || headers.value(HeaderNames.CONTENT_LENGTH)
                        .filter(length -> !length.equals("0"))
                        .isPresent();
    }

    byte[] read(ServerRequest request, Takes<?> takes) throws IOException {
        ServerRequestHeaders headers = request.headers();
        if (!hasBody(headers)) {
            return NONE;
        }
        int most = longest(takes);
        if (headers.contentLength().orElse(0) > most) {
            throw tooLarge(takes);
        }
        try {
            InputStream in = request.content().inputStream();
            // No more than what is announced is reserved for it.
            byte[] body = in.readNBytes((int) headers.contentLength().orElse(most + 1L));
            if (body.length > most) {
                request.context().register(UNREAD, in);
                throw tooLarge(takes);
            }
            in.close();
            return body;
        } catch (Problem malformed) {
            throw malformed;
        } catch (RuntimeException e) {
            throw new IOException("the client left before its body was complete", e);
        }
    }

    private int longest(Takes<?> takes) {
        return switch (takes) {
            case Takes.Nothing nothing -> longest;
            case Takes.Json<?>(var type, var most) ->
                most == null ? longest : most.size().toInt();
            case Takes.FormData(Form.Limits limits) -> limits.total().toInt();
            case Takes.Raw raw -> raw.longest().toInt();
            case Takes.Sent sent -> sent.longest().toInt();
        };
    }

    /** What the request may take of memory beyond {@code http.max_body}, on a route that allows that; 0 if nothing. */
    long large(ServerRequest request, Takes<?> takes) {
        long most = longest(takes);
        long size = Math.min(most, request.headers().contentLength().orElse(most));
        return size > longest ? size : 0;
    }

    /**
     * Discards the rest of a refused request's body, up to twice the limit: closing a connection with unread bytes
     * resets it, and the client would not get the reply. False if more follows, or if the client waits for 100
     * Continue.
     */
    boolean discard(ServerRequest request, Takes<?> takes) {
        ServerRequestHeaders headers = request.headers();
        long most = 2L * Math.max(longest, longest(takes));
        if (headers.contains(HeaderValues.EXPECT_100) || headers.contentLength().orElse(0) > most) {
            return false;
        }
        try {
            InputStream in = unread(request);
            in.skipNBytes(most);
            return false;
        } catch (EOFException end) {
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** What is left of a body; Helidon gives its stream once only. */
    private static InputStream unread(ServerRequest request) {
        return request.context().get(UNREAD, InputStream.class).orElseGet(() -> {
            InputStream in = request.content().inputStream();
            request.context().register(UNREAD, in);
            return in;
        });
    }

    /**
     * After the last reply of a connection: reads on and discards, for a while. Closed at once, the connection would be reset,
     * and a client that is still sending would lose the reply (RFC 9112 §9.6).
     */
    static void linger(ServerRequest request, RequestWatch watch) {
        ServerRequestHeaders headers = request.headers();
        if (!hasBody(headers)
                || request.content().consumed()
                || headers.contains(HeaderValues.EXPECT_100)
                || BodyFraming.of(headers) == BodyFraming.UNCLEAR) {
            return;
        }
        watch.lingering(LINGER);
        try {
            unread(request).skipNBytes(LINGER_BYTES);
        } catch (IOException | RuntimeException gone) {
            // The connection is closed in any case.
        } finally {
            watch.finished();
        }
    }

    private Problem tooLarge(Takes<?> takes) {
        String setting = takes instanceof Takes.Json<?> json
                ? " (" + (json.most() == null ? "http.max_body" : json.most().setting()) + ')'
                : "";
        return Problem.of(
                ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + longest(takes) + " bytes" + setting + '.');
    }

    <B> B decode(Endpoint<B> endpoint, String contentType, byte[] body) {
        Takes<B> takes = endpoint.route().takes();
        Object value = switch (takes) {
            case Takes.Nothing nothing when body.length == 0 -> new NoBody();
            case Takes.Nothing nothing -> json(endpoint, contentType, body);
            case Takes.Json<B> json -> json(endpoint, contentType, body);
            case Takes.FormData(Form.Limits limits) -> Forms.decode(contentType, body, limits);
            case Takes.Raw raw -> raw(raw, contentType, body);
            case Takes.Sent sent -> new RawBody(body);
        };
        return takes.type().cast(value);
    }

    private static RawBody raw(Takes.Raw raw, String contentType, byte[] body) {
        String sent = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (!sent.equals(raw.contentType())) {
            throw Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + raw.contentType() + '.');
        }
        return new RawBody(body);
    }

    private <B> B json(Endpoint<B> endpoint, String contentType, byte[] body) {
        requireJson(contentType);
        WireText.requireStorable(body);
        endpoint.spellings().requireOne(body);
        ObjectReader reader = endpoint.reader();
        B value = JsonProblems.reading(() -> reader.readValue(body));
        return endpoint.validated() ? validation.checked(value) : value;
    }

    private static void requireJson(String type) {
        if (type.equals("application/json")) {
            return;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean json = parts[0].strip().equals("application/json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        if (!json) {
            throw Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json, in UTF-8.");
        }
    }
}
