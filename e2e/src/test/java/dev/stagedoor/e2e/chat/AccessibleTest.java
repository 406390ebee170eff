// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.claude.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The app is for everybody: keyboard, screen readers, light and dark, 320 pixels wide")
class AccessibleTest {
    @RegisterExtension
    static final ChatSite SITE = new ChatSite();

    private static final String AXE =
            "axe.run().then(({ violations, passes }) => JSON.stringify({ violations, passes: passes.length }))";

    private static final String RICH = """
            # A heading

            Words with `code`, **weight** and [a link](https://example.com).

            | a | b |
            |---|---|
            | 1 | 2 |

            ```
            a line of code that is longer than a telephone is wide, as such lines usually are
            ```

            - one
            - two

            > somebody else's words
            """;

    @ParameterizedTest
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 320", "DARK, 320"})
    void axe_finds_nothing_in_any_state_of_the_page(ColorScheme scheme, int width) {
        NewContextOptions how = new NewContextOptions().setColorScheme(scheme).setViewportSize(width, 640);
        Visitor.Account account = Visitor.Account.made(SITE);
        try (Visitor visitor = Visitor.at(SITE, how)) {
            refusedAtFirst(visitor, account);
            isAccessible(visitor, width);

            visitor.signIn(account);
            isAccessible(visitor, width);

            claudeSays(Answer.text("slow ".repeat(900)).slow(Duration.ofMillis(30)));
            visitor.says("Talk");
            assertThat(visitor.streaming()).containsText("slow");
            isAccessible(visitor, width);
            visitor.page().keyboard().press("Escape");
            visitor.ready();

            failsAndShowsEverything(visitor);
            isAccessible(visitor, width);

            if (width == 320) {
                opensMenu(visitor);
                isAccessible(visitor, width);
            }
            visitor.button("Delete Talk").press("Enter");
            assertThat(visitor.page().getByRole(AriaRole.DIALOG)).isVisible();
            isAccessible(visitor, width);
        }
    }

    private static void claudeSays(Answer answer) {
        SITE.claude().when(call -> true).answer(answer);
    }

    private static void refusedAtFirst(Visitor visitor, Visitor.Account account) {
        visitor.page().getByLabel("Email").fill(account.email());
        visitor.page().getByLabel("Password").fill("wrong");
        visitor.button("Sign in").click();
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("Invalid email or password.");
    }

    private static void failsAndShowsEverything(Visitor visitor) {
        claudeSays(Answer.fails(500, "down"));
        visitor.says("Fail");
        assertThat(visitor.page().getByText("The agent’s model cannot be reached now."))
                .isVisible();
        visitor.ready();
        claudeSays(Answer.text(RICH));
        visitor.says("Show me everything");
        assertThat(visitor.answers().last().getByRole(AriaRole.TABLE)).isVisible();
        visitor.ready();
    }

    private static void opensMenu(Visitor visitor) {
        visitor.button("Chats").click();
        assertThat(visitor.button("New chat")).isFocused();
        // Slid in, so that nothing is measured half way.
        visitor.page()
                .waitForCondition(() -> visitor.page()
                        .evaluate("document.querySelector('aside').getAnimations().length")
                        .equals(0));
    }

    private static void isAccessible(Visitor visitor, int width) {
        Page page = visitor.page();
        if (!(Boolean) page.evaluate("typeof axe === 'object'")) {
            page.evaluate("() => {" + axe() + "}");
        }
        String found = String.valueOf(page.evaluate(AXE));
        JsonNode result = Json.read(found, JsonNode.class);
        assertThat(result.path("passes").asInt()).as("checks that passed").isGreaterThan(10);
        assertThat(result.path("violations").valueStream().map(AccessibleTest::told))
                .as(width + " px")
                .isEmpty();
        assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(width);
    }

    private static String told(JsonNode violation) {
        return violation.path("id").asText() + ": " + violation.path("nodes").findValuesAsText("html");
    }

    private static String axe() {
        try {
            Path script = Distribution.project().resolve("e2e/js/node_modules/axe-core/axe.min.js");
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException("made by bin/npm-ci e2e/js", e);
        }
    }

    @Test
    void signing_in_writing_and_stopping_need_only_a_keyboard() {
        claudeSays(Answer.text("word ".repeat(900)).slow(Duration.ofMillis(20)));
        Visitor.Account account = Visitor.Account.made(SITE);
        try (Visitor visitor = Visitor.at(SITE)) {
            Keyboard keyboard = visitor.page().keyboard();
            assertThat(visitor.page().getByLabel("Email")).isFocused();
            keyboard.type(account.email());
            keyboard.press("Tab");
            keyboard.type(account.password());
            keyboard.press("Enter");
            assertThat(visitor.field()).isFocused();
            visitor.ready();

            keyboard.type("one line");
            keyboard.press("Shift+Enter");
            keyboard.type("and another");
            keyboard.press("Enter");
            assertThat(visitor.streaming()).containsText("word");
            keyboard.press("Escape");
            visitor.ready();

            assertThat(visitor.page().locator(".message[data-role=user] .text"))
                    .hasText(Pattern.compile("one line\\s+and another"));
            assertThat(visitor.field()).isFocused();
            tabTo(visitor, "Sign out");
            keyboard.press("Enter");
            assertThat(visitor.page().getByLabel("Email")).isFocused();
        }
    }

    @Test
    void so_do_chats_and_the_focus_is_never_lost() {
        claudeSays(Answer.text("A word"));
        try (Visitor visitor = Visitor.signedIn(SITE)) {
            Keyboard keyboard = visitor.page().keyboard();
            visitor.says("Talk");
            assertThat(visitor.answers()).hasText("A word");
            visitor.ready();

            tabTo(visitor, "Rename Talk");
            keyboard.press("Enter");
            assertThat(visitor.page().getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                    .isFocused();
            keyboard.type("Lines");
            keyboard.press("Enter");
            assertThat(visitor.button("Rename Lines")).isFocused();
            keyboard.press("Tab");
            keyboard.press("Enter");
            assertThat(visitor.button("Cancel")).isFocused();
            keyboard.press("Escape");
            assertThat(visitor.page().getByRole(AriaRole.DIALOG)).hasCount(0);
            assertThat(visitor.button("Delete Lines")).isFocused();
            keyboard.press("Enter");
            keyboard.press("Tab");
            keyboard.press("Enter");
            assertThat(visitor.chats()).hasCount(0);
            assertThat(visitor.field()).isFocused();
            tabTo(visitor, "New chat");
            keyboard.press("Enter");
            assertThat(visitor.field()).isFocused();
        }
    }

    /** Presses Tab until the element with that name has the focus; each stop can be seen. */
    private static void tabTo(Visitor visitor, String name) {
        for (int i = 0; i < 60; i++) {
            visitor.page().keyboard().press("Tab");
            Object focused = visitor.page().evaluate("""
                    () => {
                        // Between the last element and the first, nothing has it.
                        if (document.activeElement === document.body) return ['', true];
                        const { ariaLabel, textContent } = document.activeElement;
                        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
                        const box = document.activeElement.closest('.row') ?? document.activeElement;
                        const seen = outlineStyle !== 'none' || getComputedStyle(box).boxShadow !== 'none';
                        return [ariaLabel ?? textContent.trim(), seen];
                    }
                    """);
            List<?> named = (List<?>) focused;
            assertThat(named.get(1)).as("one sees that %s has the focus", named).isEqualTo(true);
            if (name.equals(named.getFirst())) {
                return;
            }
        }
        throw new AssertionError("Tab never comes to " + name);
    }

    @Test
    void a_screen_reader_hears_an_answer_once_and_whole() {
        SITE.claude()
                .when(call -> true)
                .answer(Answer.text("To be or not to be").slow(Duration.ofMillis(40)));
        try (Visitor visitor = Visitor.signedIn(SITE)) {
            Page page = visitor.page();
            page.evaluate("""
                    () => {
                        window.told = [];
                        const note = () => {
                            const text = document.querySelector('[data-testid=announcer]').textContent;
                            if (text !== window.told.at(-1)) window.told.push(text);
                        };
                        new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
                    }
                    """);
            visitor.says("Speak the speech");
            assertThat(visitor.answers()).hasText("To be or not to be");

            assertThat(page.getByTestId("announcer")).hasText("Helper: To be or not to be");
            assertThat(page.evaluate("window.told.filter(Boolean)"))
                    .asInstanceOf(LIST)
                    .containsExactly("Helper is answering.", "Helper: To be or not to be");
            assertThat(page.locator(".messages [aria-live], .messages[aria-live]"))
                    .hasCount(0);
            assertThat(page.getByRole(AriaRole.MAIN)).hasCount(1);
            assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(1);
        }
    }

    @Test
    void nothing_moves_for_who_does_not_want_it() {
        claudeSays(Answer.text("slow ".repeat(900)).slow(Duration.ofMillis(30)));
        for (ReducedMotion wish : ReducedMotion.values()) {
            try (Visitor visitor = Visitor.signedIn(SITE, new NewContextOptions().setReducedMotion(wish))) {
                visitor.says("Talk");
                assertThat(visitor.streaming()).containsText("slow");
                int moving = (Integer) visitor.page().evaluate("document.getAnimations().length");
                assertThat(moving > 0).isEqualTo(wish == ReducedMotion.NO_PREFERENCE);
                visitor.page().keyboard().press("Escape");
                visitor.ready();
            }
        }
    }
}
