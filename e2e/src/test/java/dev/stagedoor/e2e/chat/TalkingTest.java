// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.stagedoor.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Speaking to an agent: who is heard, and when that ends. */
class TalkingTest {
    @RegisterExtension
    static final ChatSite SITE = new ChatSite();

    private final List<Visitor> visitors = new ArrayList<>();

    @AfterEach
    void leave() {
        visitors.forEach(Visitor::close);
    }

    @Test
    void the_button_to_talk_is_there_where_the_connection_has_audio() {
        Visitor without = Visitor.signedIn(SITE);
        visitors.add(without);
        assertThat(without.button("Talk")).hasCount(0);

        List<String> said = new ArrayList<>();
        List<Integer> samples = new ArrayList<>();
        Visitor speaker = speaker(said, samples);

        Locator talk = speaker.button("Talk");
        talk.press("Enter");
        speaker.page().waitForCondition(() -> samples.size() > 3);
        assertThat(talk).hasAttribute("aria-pressed", "true");
        talk.press("Enter");
        assertThat(talk).hasAttribute("aria-pressed", "false");

        speaker.page().waitForCondition(() -> said.contains("ptt_end"));
        assertThat(said).containsSubsequence("ptt_start", "ptt_end");
        assertThat(samples).allSatisfy(bytes -> assertThat(bytes % 2).isZero());
    }

    @Test
    void talking_ends_wherever_the_button_is_let_go_and_with_a_text() {
        List<String> said = new ArrayList<>();
        List<Integer> samples = new ArrayList<>();
        Visitor speaker = speaker(said, samples);
        Page page = speaker.page();
        page.evaluate("""
                () => {
                    window.tracks = [];
                    const devices = navigator.mediaDevices;
                    const ask = devices.getUserMedia.bind(devices);
                    devices.getUserMedia = async (wanted) => {
                        const stream = await ask(wanted);
                        window.tracks.push(...stream.getTracks());
                        return stream;
                    };
                }
                """);
        Locator talk = speaker.button("Talk");

        BoundingBox box = talk.boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.mouse().down();
        assertThat(talk).hasAttribute("data-state", "recording");
        assertThat(page.getByText("Connecting to Helper…")).isVisible();
        // Half a second of sound: held for longer than a press that only switches.
        page.waitForCondition(() -> samples.stream().mapToInt(bytes -> bytes).sum() > 24_000);
        page.mouse().move(10, 10);
        page.mouse().up();
        isQuiet(speaker);

        talk.press("Enter");
        assertThat(talk).hasAttribute("data-state", "recording");
        speaker.says("In writing");
        isQuiet(speaker);
        page.waitForCondition(() -> said.contains("text_input"));
        assertThat(said).containsSubsequence("ptt_start", "ptt_end", "ptt_start", "ptt_end", "text_input");
    }

    /** Neither the button nor the browser shows that somebody is heard. */
    private static void isQuiet(Visitor speaker) {
        assertThat(speaker.button("Talk")).hasAttribute("aria-pressed", "false");
        assertThat(speaker.page().evaluate("window.tracks.filter((track) => track.readyState === 'live').length"))
                .isEqualTo(0);
    }

    /** Somebody whose connection has audio, and who lets the page use the microphone. */
    private Visitor speaker(List<String> said, List<Integer> samples) {
        Visitor.Account account = Visitor.Account.made(SITE);
        Visitor speaker = Visitor.at(SITE);
        visitors.add(speaker);
        withAudio(speaker.page(), said, samples);
        speaker.page().reload();
        speaker.signIn(account);
        speaker.page().context().grantPermissions(List.of("microphone"));
        return speaker;
    }

    /** As a server with a voice would greet; what the page says to it is noted, and kept from this one, which has none. */
    private static void withAudio(Page page, List<String> said, List<Integer> samples) {
        Map<String, Object> pcm = Map.of("format", "pcm16", "sample_rate", 24_000, "channels", 1);
        String audio = "{\"input\":%1$s,\"output\":%1$s}".formatted(json(pcm));
        page.routeWebSocket(Pattern.compile("/api/rt/ws"), socket -> {
            var server = socket.connectToServer();
            server.onMessage(frame -> socket.send(frame.text().replace("\"audio\":null", "\"audio\":" + audio)));
            socket.onMessage(frame -> {
                if (frame.text() == null) {
                    samples.add(frame.binary().length);
                    return;
                }
                String type =
                        Json.read(frame.text(), JsonNode.class).path("type").asText();
                said.add(type);
                if (!type.startsWith("ptt_")) {
                    server.send(frame.text());
                }
            });
        });
    }

    private static String json(Map<String, Object> value) {
        return Json.mapper().valueToTree(value).toString();
    }
}
