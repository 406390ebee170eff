// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

    private static final Map<String, String> FILE = Map.of("Content-Security-Policy", POLICY);

    /** The program asks for the document only once it has started, which takes longer than making the document. */
    private static final Map<String, String> PAGE = Map.of(
            "Content-Security-Policy", POLICY, "Link", "</openapi.json>; rel=preload; as=fetch; crossorigin=anonymous");

    /** Read when they are first asked for: the program is megabytes of text. */
    private final Map<String, Packed> files = new ConcurrentHashMap<>();

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
                        .by(exchange -> reply(exchange, "/docs/index.html", HTML, PAGE)),
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
        return reply(exchange, resource, SCRIPT, FILE);
    }

    private Reply reply(Exchange exchange, String resource, String contentType, Map<String, String> headers) {
        return files.computeIfAbsent(resource, DocsPage::read).to(exchange, contentType, headers);
    }

    private static Packed read(String resource) {
        try (InputStream in = DocsPage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + resource);
            }
            return Packed.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
