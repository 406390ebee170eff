// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The API reference as a web page: <a href="https://github.com/scalar/scalar">Scalar</a> over this server's OpenAPI
 * document. Its program is served from here, so that the page works without the Internet, and may run no other.
 */
final class DocsPage {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** Scalar sets styles on its elements, which style-src cannot allow one by one. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none';"
            + " base-uri 'none'; form-action 'none'";

    private static final Map<String, String> SCRIPTS =
            Map.of("scalar.js", "/META-INF/resources/webjars/scalar/scalar.js", "start.js", "/docs/start.js");

    private static final Access ANYONE = new Access.Anyone();

    /** Compressed, since the program is megabytes of text; read when they are first asked for. */
    private final Map<String, Packed> files = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Packed(byte[] gzip, String tag) {}

    /** The page, its files, and the way there from the root. */
    List<Route<?>> routes() {
        return List.of(
                Route.get("/", ANYONE)
                        .named("documents.root", "Go to the reference of this API")
                        .answers(new Answer.Media("text/plain"))
                        .by(exchange -> new Reply.Bytes(
                                302,
                                "text/plain; charset=utf-8",
                                "The reference is at /docs.\n".getBytes(StandardCharsets.UTF_8),
                                Map.of("Location", "/docs"))),
                Route.get("/docs", ANYONE)
                        .named("documents.page", "Read the reference of this API")
                        .answers(new Answer.Media("text/html"))
                        .by(exchange -> reply(exchange, "/docs/index.html", HTML)),
                Route.get("/docs/{file}", ANYONE)
                        .named("documents.file", "Get a file of the reference's page")
                        .answers(new Answer.Media("text/javascript"))
                        .by(this::script));
    }

    private Reply script(Exchange exchange) {
        String resource = SCRIPTS.get(exchange.path("file"));
        if (resource == null) {
            throw Problem.notFound("file");
        }
        return reply(exchange, resource, SCRIPT);
    }

    private Reply reply(Exchange exchange, String resource, String contentType) {
        Packed file = files.computeIfAbsent(resource, DocsPage::packed);
        Map<String, String> headers = Map.of(
                "ETag",
                file.tag(),
                "Cache-Control",
                "no-cache",
                "Vary",
                "Accept-Encoding",
                "Content-Security-Policy",
                POLICY);
        if (exchange.header("If-None-Match").filter(file.tag()::equals).isPresent()) {
            return new Reply.Bytes(304, contentType, new byte[0], headers);
        }
        boolean unpacks = exchange.header("Accept-Encoding")
                .filter(codings ->
                        codings.toLowerCase(Locale.ROOT).matches(".*\\bgzip\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$)).*"))
                .isPresent();
        if (!unpacks) {
            return new Reply.Bytes(200, contentType, unpacked(file), headers);
        }
        Map<String, String> packed = new HashMap<>(headers);
        packed.put("Content-Encoding", "gzip");
        return new Reply.Bytes(200, contentType, file.gzip(), Map.copyOf(packed));
    }

    private static Packed packed(String resource) {
        try (InputStream in = DocsPage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            byte[] content = in.readAllBytes();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(content);
            }
            CRC32 sum = new CRC32();
            sum.update(content);
            return new Packed(packed.toByteArray(), '"' + HexFormat.of().toHexDigits(sum.getValue(), 8) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] unpacked(Packed file) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file.gzip()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
