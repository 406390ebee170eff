// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import dev.stagedoor.sandbox.claude.Answer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The server dies in the middle of an answer: no word is lost or doubled")
class ServerDeathTest {
    @RegisterExtension
    static final ChatSite SITE = new ChatSite();

    private static final String WHOLE =
            IntStream.rangeClosed(1, 300).mapToObj("w%03d"::formatted).collect(Collectors.joining(" "));

    /** Notes whatever is shown of an answer that is not its beginning: a word lost, or one that comes twice. */
    private static final String WATCH = """
            (whole) => {
                window.wrong = [];
                window.shown = 0;
                new MutationObserver(() => {
                    const answers = document.querySelectorAll('.message[data-role=assistant] .text');
                    if (answers.length > 1) window.wrong.push(answers.length + ' answers');
                    for (const answer of answers) {
                        const text = answer.textContent.trim();
                        if (text.startsWith('w')) window.shown++;
                        if (text !== 'Thinking' && !whole.startsWith(text)) window.wrong.push(text.slice(-60));
                    }
                }).observe(document.body, { childList: true, subtree: true, characterData: true });
            }
            """;

    @Test
    void killed_and_started_again_the_server_gives_the_whole_answer_once() {
        SITE.claude().when(call -> true).answer(Answer.text(WHOLE).slow(Duration.ofMillis(15)));
        try (Visitor visitor = Visitor.signedIn(SITE)) {
            visitor.page().evaluate(WATCH, WHOLE);
            visitor.says("Count to three hundred");
            assertThat(visitor.streaming()).containsText("w040");

            SITE.killServer();

            assertThat(visitor.page().locator(".connection")).containsText("Reconnecting");
            assertThat(visitor.streaming()).containsText("w040");
            visitor.field().fill("Written meanwhile");
            SITE.startServer();

            assertThat(visitor.answers()).hasText(WHOLE, new HasTextOptions().setTimeout(120_000));
            visitor.ready();
            assertThat(visitor.page().locator(".message")).hasCount(2);
            assertThat(visitor.page().locator(".message[data-role=user] .text")).hasText("Count to three hundred");
            assertThat(visitor.field()).hasValue("Written meanwhile");
            assertThat((Integer) visitor.page().evaluate("window.shown")).isGreaterThan(20);
            assertThat(visitor.page().evaluate("window.wrong"))
                    .asInstanceOf(LIST)
                    .isEmpty();

            visitor.page().reload();
            assertThat(visitor.answers()).hasText(WHOLE);
        }
    }
}
