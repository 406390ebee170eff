// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import java.util.List;
import java.util.TreeMap;

/** The API as a web page, grouped by tag. It has no scripts and loads nothing. */
final class DocsPage {
    private DocsPage() {}

    static String html(List<Route<?>> routes) {
        StringBuilder page = new StringBuilder("""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Stagedoor HTTP API</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            code { font-family: ui-monospace, monospace; }
            dt { margin-top: 1rem; } dd { margin: 0 0 0 1.5rem; } b { display: inline-block; min-width: 4.5rem; }
            </style>
            <h1>Stagedoor HTTP API</h1>
            <p>JSON in snake_case; times as ISO-8601; errors as problem+json (RFC 9457).
            The whole contract, with every field, is the <a href="/openapi.json">OpenAPI document</a>.</p>
            """);
        TreeMap<String, StringBuilder> sections = new TreeMap<>();
        for (Route<?> route : routes.stream().sorted(RouteTable.ORDER).toList()) {
            String about = route.operation().tag();
            entry(sections.computeIfAbsent(about, any -> new StringBuilder()), route);
        }
        sections.forEach((about, entries) -> page.append("<h2>")
                .append(escaped(about))
                .append("</h2>\n<dl>\n")
                .append(entries)
                .append("</dl>\n"));
        return page.append("</html>\n").toString();
    }

    private static void entry(StringBuilder to, Route<?> route) {
        to.append("<dt><code><b>")
                .append(route.method())
                .append("</b>")
                .append(escaped(route.path()))
                .append("</code></dt>\n<dd>")
                .append(escaped(route.summary()))
                .append(". ")
                .append(escaped(RouteTable.sentence(route.access()).replace("`", "")));
        if (route.takes() instanceof Takes.Json<?>(Class<?> type)) {
            to.append(" Takes ").append(escaped(type.getSimpleName())).append('.');
        }
        for (Answer answer : route.answers()) {
            to.append(" Returns ").append(escaped(name(answer))).append('.');
        }
        to.append("</dd>\n");
    }

    private static String name(Answer answer) {
        return switch (answer) {
            case Answer.Json(Class<?> type) -> type.getSimpleName();
            case Answer.Media(String contentType) -> contentType;
            case Answer.Events events -> "text/event-stream";
            case Answer.Socket() -> "a WebSocket";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
