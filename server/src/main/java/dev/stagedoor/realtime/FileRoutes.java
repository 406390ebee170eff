// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.api.realtime.UploadedFile;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Form;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.realtime.entrance.SocketEntrance;
import dev.stagedoor.realtime.files.UserFile;
import dev.stagedoor.realtime.files.UserFiles;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** App users' files over HTTP, by their token for agents. */
final class FileRoutes {
    private static final String FILE = "/api/rt/file/{file}";

    /** Nothing in a file runs, not even if a browser opens it by itself. */
    private static final String SANDBOX = "default-src 'none'; sandbox";

    /** What a form has beside its file. */
    private static final long FORM = 64 << 10;

    private final UserFiles files;
    private final Access token;

    FileRoutes(UserFiles files, SocketEntrance entrance) {
        this.files = files;
        this.token = new Access.Entered(entrance);
    }

    List<Route<?>> all() {
        DataSize longest = files.longest();
        Form.Limits limits = new Form.Limits(4, 255, 1024, longest, new DataSize(longest.bytes() + FORM));
        return List.of(
                Route.post("/api/rt/upload_file", token)
                        .named("file.upload", "Upload a file for an agent, as an app user")
                        .takes(new Takes.FormData(limits))
                        .answers(UploadedFile.class)
                        .by(this::upload),
                Route.get(FILE, token)
                        .named("file.download", "Download a file of one's own")
                        .query("download")
                        .answers(new Answer.Media("application/octet-stream"))
                        .by(this::download),
                Route.delete(FILE, token)
                        .named("file.delete", "Delete a file of one's own")
                        .by(exchange -> {
                            files.delete(by(exchange), exchange.path("file"));
                            return Reply.nothing();
                        }));
    }

    /** A field {@code ui_session_id}, which older clients send, is not needed: a file is its user's. */
    private Reply upload(Exchange exchange, Form form) {
        Form.File file = form.files().stream()
                .filter(one -> one.field().equals("file"))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("file", "is missing: send multipart/form-data with a file"));
        UserFile kept = files.keep(by(exchange), file.name(), file.content());
        return Reply.created(new UploadedFile(kept.id(), kept.name(), kept.mediaType(), kept.size()));
    }

    private static Principal.AppUser by(Exchange exchange) {
        return (Principal.AppUser) exchange.principal();
    }

    private Reply download(Exchange exchange) {
        UserFiles.Content content = files.content(by(exchange), exchange.path("file"));
        exchange.holds(content.held());
        UserFile file = content.file();
        boolean shown = (file.isImage() || file.isText())
                && exchange.query("download").filter("true"::equals).isEmpty();
        String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return new Reply.Bytes(
                200,
                file.mediaType(),
                content.bytes(),
                Map.of(
                        "Content-Disposition",
                        (shown ? "inline" : "attachment") + "; filename*=UTF-8''" + name,
                        "Content-Security-Policy",
                        SANDBOX,
                        "Cache-Control",
                        "private, max-age=86400"));
    }
}
