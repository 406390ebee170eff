// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Files go with a message, and to nobody else")
class FilesTest {
    @RegisterExtension
    static final ChatSite SITE = new ChatSite();

    private static final int LARGEST = 10 << 20;

    private Visitor ada;

    @BeforeEach
    void ada_talks_with_the_parrot() {
        ada = Visitor.signedIn(SITE);
        ada.page().getByLabel("Agent").selectOption("Parrot");
    }

    @AfterEach
    void leave() {
        ada.close();
    }

    private static FilePayload file(String name, String content) {
        return new FilePayload(name, "text/plain", content.getBytes(StandardCharsets.UTF_8));
    }

    private void picks(FilePayload... files) {
        ada.page().locator("input[type=file]").setInputFiles(files);
    }

    private Locator attached() {
        return ada.page().getByLabel("Attached files").locator("li");
    }

    /** Those that have arrived at the server. */
    private Locator uploaded() {
        return ada.page().locator(".attached li:not(:has(progress))");
    }

    /** Hands files over as dragging and pasting do. */
    private void hands(String selector, String event, String name) {
        ada.page().evaluate("""
                        ({ selector, event, name }) => {
                            const data = new DataTransfer();
                            data.items.add(new File(['handed over'], name, { type: 'text/plain' }));
                            const init = { bubbles: true, cancelable: true };
                            const made = event === 'paste'
                                ? new ClipboardEvent(event, { ...init, clipboardData: data })
                                : new DragEvent(event, { ...init, dataTransfer: data });
                            document.querySelector(selector).dispatchEvent(made);
                        }
                        """, Map.of("selector", selector, "event", event, "name", name));
    }

    @Test
    void a_file_is_sent_with_a_message_and_can_be_had_again() throws IOException {
        picks(file("note.txt", "To be or not to be"));
        assertThat(uploaded()).hasText("note.txt 18 B");
        ada.says("Read this");
        assertThat(ada.answers()).containsText("Read this");
        assertThat(attached()).hasCount(0);

        ada.page().reload();
        Locator sent = ada.page().locator(".message[data-role=user] .file");
        assertThat(sent).hasText("note.txt 18 B");
        Download download = ada.page().waitForDownload(sent::click);

        assertThat(download.suggestedFilename()).isEqualTo("note.txt");
        try (InputStream content = download.createReadStream()) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("To be or not to be");
        }
        assertThat(ada.complaints()).isEmpty();
    }

    @Test
    void files_are_dragged_pasted_and_taken_away_again() {
        hands("main", "dragover", "dragged.txt");
        assertThat(ada.page().getByText("Drop files to attach them")).isVisible();
        hands("main", "drop", "dragged.txt");
        assertThat(ada.page().getByText("Drop files to attach them")).isHidden();
        hands("#message", "paste", "pasted.txt");
        assertThat(uploaded()).hasCount(2);

        ada.button("Remove dragged.txt").click();
        ada.says("Only one");
        assertThat(ada.answers()).containsText("Only one");

        assertThat(ada.page().locator(".message[data-role=user] .file .name")).hasText("pasted.txt");
    }

    @Test
    void one_sees_that_a_file_is_on_its_way_and_may_give_it_up() {
        List<Route> held = new ArrayList<>();
        ada.page().route("**/api/rt/upload_file", held::add);
        picks(file("slow.txt", "slow"));
        ada.field().fill("Not yet");

        assertThat(ada.page().getByLabel("Uploading slow.txt")).isVisible();
        assertThat(ada.button("Send")).hasAttribute("aria-disabled", "true");
        ada.field().press("Enter");
        assertThat(ada.page().getByText("A file is still on its way.")).isVisible();
        assertThat(ada.field()).hasValue("Not yet");
        // The page shows the file before its request has left.
        ada.page().waitForCondition(() -> held.size() == 1);
        ada.button("Cancel slow.txt").click();

        assertThat(attached()).hasCount(0);
        assertThat(held).hasSize(1);
        assertThat(ada.button("Send")).hasAttribute("aria-disabled", "false");
    }

    @Test
    void what_cannot_be_sent_is_told_before_it_is() {
        List<String> asked = new ArrayList<>();
        ada.page().onRequest(request -> asked.add(request.url()));

        picks(new FilePayload("large.bin", "application/octet-stream", new byte[LARGEST + 1]));
        assertThat(ada.page().getByText("“large.bin” is larger than 10 MiB.")).isVisible();
        picks(file("empty.txt", ""));
        assertThat(ada.page().getByText("“empty.txt” is empty.")).isVisible();
        assertThat(asked).isEmpty();

        picks(IntStream.rangeClosed(1, 11)
                .mapToObj(i -> file("file-" + i + ".txt", "file " + i))
                .toArray(FilePayload[]::new));
        assertThat(ada.page().getByText("A message can have 10 files.")).isVisible();
        assertThat(uploaded()).hasCount(10);
    }

    @Test
    void a_failed_upload_is_told_in_words() {
        ada.page()
                .route(
                        "**/api/rt/upload_file",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setStatus(409)
                                .setContentType("application/problem+json")
                                .setBody("{\"code\":\"quota_exceeded\"}")));
        picks(file("note.txt", "one too many"));

        assertThat(ada.page().getByText("You have reached a limit.")).isVisible();
        assertThat(attached()).hasCount(0);
    }

    @Test
    @DisplayName("C1: another app user of the same chat user neither reads a file nor sends it")
    void another_user_gets_no_file_by_its_id() {
        picks(file("secret.txt", "Zanzibar"));
        assertThat(uploaded()).hasCount(1);
        ada.says("Mine");
        assertThat(ada.answers()).containsText("Mine");
        JsonNode sent = ada.heard("user_message");
        String id = sent.at("/message/files/0/id").asText();
        assertThat(id).startsWith("file_");

        try (Visitor grace = Visitor.signedIn(SITE)) {
            assertThat(fetched(ada.page(), id)).isEqualTo("200 Zanzibar");
            assertThat(fetched(grace.page(), id)).startsWith("404 ").doesNotContain("Zanzibar");
            assertThat(spoken(grace.page(), id)).isEqualTo("not_found");
        }
    }

    /** What a page gets that asks for that file with its own session's token. */
    private static String fetched(Page page, String id) {
        return String.valueOf(page.evaluate("""
                        async (id) => {
                            const { agent_c: access } = await (await fetch('/api/auth/refresh-agent-token', { method: 'POST' })).json();
                            const headers = { Authorization: 'Bearer ' + access.agent_c_token };
                            const answer = await fetch('/api/rt/file/' + id, { headers });
                            return answer.status + ' ' + (await answer.text());
                        }
                        """, id));
    }

    /** The code with which a page is refused that sends that file with a text. */
    private static String spoken(Page page, String id) {
        return String.valueOf(page.evaluate("""
                        async (id) => {
                            const { agent_c: access } = await (await fetch('/api/auth/refresh-agent-token', { method: 'POST' })).json();
                            const socket = new WebSocket(access.websocket_url, ['stagedoor.v1', 'stagedoor.token.' + access.agent_c_token]);
                            return new Promise((resolve) => {
                                socket.onmessage = ({ data }) => {
                                    const { type, code } = JSON.parse(data);
                                    if (type === 'user_turn_start') socket.send(JSON.stringify({ type: 'text_input', text: 'What is in it?', file_ids: [id] }));
                                    if (type === 'user_turn_end') resolve('taken');
                                    if (type === 'error') resolve(code);
                                };
                            });
                        }
                        """, id));
    }
}
