// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.api.realtime.CancelAnswer;
import dev.stagedoor.db.Database;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Form;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.chat.Chat;
import dev.stagedoor.realtime.chat.ChatMessage;
import dev.stagedoor.realtime.chat.Chats;
import dev.stagedoor.realtime.entrance.SocketEntrance;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.wire.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** App users' chats over HTTP, by their token for agents. */
final class ChatRoutes {
    private static final String UI_SESSION = "ui_session_id";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";

    private final Database database;
    private final Interactions interactions;
    private final Chats chats;
    private final Access token;

    ChatRoutes(Database database, Interactions interactions, Chats chats, SocketEntrance entrance) {
        this.database = database;
        this.interactions = interactions;
        this.chats = chats;
        this.token = new Access.Entered(entrance);
    }

    List<Route<?>> all() {
        return List.of(
                Route.post("/api/rt/cancel", token)
                        .named("realtime.cancel", "Stop an agent's answer, as its app user")
                        .takes(new Takes.FormData(Form.Limits.FIELDS))
                        .answers(CancelAnswer.class)
                        .by(this::cancel),
                Route.get("/api/rt/chats/{chat}/export", token)
                        .named("chat.export", "Export a chat of one's own")
                        .query("format")
                        .answers(new Answer.Media("text/markdown"))
                        .answers(new Answer.Media(JSON_LINES))
                        .by(this::export));
    }

    private Reply cancel(Exchange exchange, Form form) {
        Principal.AppUser by = (Principal.AppUser) exchange.principal();
        String id = form.value(UI_SESSION).orElseThrow(() -> Problem.invalid(UI_SESSION, "is missing"));
        UiSession ui = database.read(by.tenant(), tx -> UiSessionStore.find(tx, by.user(), id))
                .orElseThrow(() -> Problem.notFound("UI session"));
        boolean cancelled = interactions.cancel(by.tenant(), ui);
        return Reply.ok(
                new CancelAnswer("success", cancelled ? "The answer was stopped." : "No answer was in progress."));
    }

    private Reply export(Exchange exchange) {
        Principal.AppUser by = (Principal.AppUser) exchange.principal();
        String format = exchange.query("format").orElse("jsonl");
        Chat chat =
                chats.ofUser(by.tenant(), by.user(), exchange.path("chat")).orElseThrow(() -> Problem.notFound("chat"));
        return switch (format) {
            case "jsonl" ->
                new Reply.Lines(200, JSON_LINES, lines -> {
                    lines.accept(Json.text(Frames.chat(chat)));
                    chats.each(
                            by.tenant(),
                            by.user(),
                            chat,
                            some -> some.messages()
                                    .forEach(
                                            message -> lines.accept(Json.text(Frames.message(message, some.files())))));
                });
            case "markdown" ->
                new Reply.Lines(200, MARKDOWN, lines -> {
                    lines.accept("# " + chat.name());
                    chats.each(
                            by.tenant(),
                            by.user(),
                            chat,
                            some -> some.messages()
                                    .forEach(message ->
                                            markdown(message, some.files()).forEach(lines)));
                });
            default -> throw Problem.invalid("format", "must be jsonl or markdown");
        };
    }

    private static List<String> markdown(ChatMessage message, Map<String, UserFile> files) {
        String who = message.role().equals(ChatMessage.USER) ? "You" : "Agent";
        List<String> lines = new ArrayList<>(List.of("", "## " + who + ", " + message.createdAt(), ""));
        if (!message.content().isEmpty()) {
            lines.add(message.content());
        }
        message.files().stream()
                .map(files::get)
                .filter(Objects::nonNull)
                .forEach(file -> lines.add("- " + file.name()));
        return lines;
    }
}
