// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.stagedoor.sandbox.claude.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing in, talking, and what a page keeps of it. */
class ConversationTest {
    @RegisterExtension
    static final ChatSite SITE = new ChatSite();

    private final List<Visitor> visitors = new ArrayList<>();

    @AfterEach
    void leave() {
        visitors.forEach(Visitor::close);
    }

    private Visitor visitor() {
        Visitor visitor = Visitor.signedIn(SITE);
        visitors.add(visitor);
        return visitor;
    }

    private static void claudeSays(Answer answer) {
        SITE.claude().when(call -> true).answer(answer);
    }

    private static String words(int count) {
        return IntStream.rangeClosed(1, count).mapToObj("w%03d"::formatted).collect(Collectors.joining(" "));
    }

    @Test
    void a_wrong_password_is_told_and_the_right_one_opens_the_chat() {
        Visitor.Account account = Visitor.Account.made(SITE);
        Visitor visitor = Visitor.at(SITE);
        visitors.add(visitor);
        visitor.page().getByLabel("Email").fill(account.email());
        visitor.page().getByLabel("Password").fill("not " + account.password());
        visitor.button("Sign in").click();
        assertThat(visitor.page().getByRole(AriaRole.ALERT)).hasText("Invalid email or password.");

        visitor.signIn(account);

        assertThat(visitor.page().getByText("Good to see you")).isVisible();
        assertThat(visitor.page()).hasTitle("New chat – Green Room");
    }

    @Test
    void a_double_click_signs_in_once() {
        Visitor.Account account = Visitor.Account.made(SITE);
        Visitor visitor = Visitor.at(SITE);
        visitors.add(visitor);
        List<String> asked = new ArrayList<>();
        visitor.page().onRequest(request -> asked.add(request.url()));
        visitor.page().getByLabel("Email").fill(account.email());
        visitor.page().getByLabel("Password").fill(account.password());

        visitor.button("Sign in").dblclick();
        visitor.ready();

        assertThat(asked.stream().filter(url -> url.endsWith("/login"))).hasSize(1);
    }

    @Test
    void an_answer_is_seen_to_come_word_by_word_and_the_chat_gets_its_name() {
        claudeSays(Answer.text(words(150)).slow(Duration.ofMillis(15)));
        Visitor visitor = visitor().says("Count to one hundred and fifty");

        assertThat(visitor.streaming()).containsText("w010");
        String soFar = visitor.streaming().textContent();
        assertThat(visitor.answers()).hasText(words(150));

        assertThat(soFar).startsWith("w001").doesNotContain("w150");
        assertThat(visitor.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Count to one hundred and fifty");
        assertThat(visitor.chats()).hasCount(1);
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void what_is_sent_before_the_server_listens_goes_once_it_does() {
        claudeSays(Answer.text("You are early"));
        Visitor.Account account = Visitor.Account.made(SITE);
        Visitor visitor = Visitor.at(SITE);
        visitors.add(visitor);
        List<Runnable> held = new ArrayList<>();
        visitor.page()
                .routeWebSocket(
                        Pattern.compile("/api/rt/ws"),
                        socket -> socket.connectToServer().onMessage(frame -> {
                            if (held.isEmpty() && frame.text().contains("\"user_turn_start\"")) {
                                held.add(() -> socket.send(frame.text()));
                            } else {
                                socket.send(frame.text());
                            }
                        }));
        visitor.page().reload();
        visitor.signIn(account);
        visitor.page().waitForCondition(() -> !held.isEmpty());

        visitor.says("Am I early?");
        assertThat(visitor.field()).hasValue("Am I early?");
        held.getFirst().run();

        assertThat(visitor.answers()).hasText("You are early");
        assertThat(visitor.field()).hasValue("");
    }

    @Test
    void escape_stops_an_answer_and_what_was_said_stays() {
        claudeSays(Answer.text(words(900)).slow(Duration.ofMillis(20)));
        Visitor visitor = visitor().says("Count to nine hundred");
        assertThat(visitor.streaming()).containsText("w005");

        visitor.page().keyboard().press("Escape");
        visitor.ready();

        assertThat(visitor.answers()).hasText(Pattern.compile("^w001 w002 .*"));
        assertThat(visitor.answers().textContent()).doesNotContain("w900");
        assertThat(visitor.page().getByText("The answer was cut off here.")).isVisible();
        assertThat(visitor.page().getByTestId("announcer")).hasText("The answer was stopped.");
    }

    @Test
    void nothing_that_a_model_says_becomes_html_or_is_loaded() {
        claudeSays(Answer.text("""
                <img src=x onerror=alert(1)> <b>bold</b> [a link](javascript:alert(2))
                [another](https://example.com/there) ![a picture](https://example.com/stolen?what)

                <script>alert(3)</script>
                """));
        List<String> asked = new ArrayList<>();
        Visitor visitor = visitor();
        visitor.page().onRequest(request -> asked.add(request.url()));
        visitor.page().onDialog(dialog -> asked.add(dialog.message()));
        visitor.says("Say something dangerous");

        assertThat(visitor.answers()).containsText("<img src=x onerror=alert(1)> <b>bold</b> a link");
        assertThat(visitor.answers()).containsText("<script>alert(3)</script>");
        assertThat(visitor.page().locator(".messages :is(img, b, script)")).hasCount(0);
        assertThat(visitor.page().locator(".messages a").all())
                .extracting(link -> link.getAttribute("href"))
                .containsExactly("https://example.com/there", "https://example.com/stolen?what");
        assertThat(asked).isEmpty();
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void an_agent_that_fails_is_told_in_words_and_one_may_try_again() {
        claudeSays(Answer.fails(500, "a stack trace"));
        Visitor visitor = visitor().says("Hello?");

        assertThat(visitor.page().getByText("The agent’s model cannot be reached now."))
                .isVisible();
        visitor.ready();
        claudeSays(Answer.text("Here I am."));
        visitor.says("Hello again?");

        assertThat(visitor.answers().last()).hasText("Here I am.");
        assertThat(visitor.page().locator("body")).not().containsText("stack trace");
    }

    @Test
    void another_agent_answers_when_it_is_chosen() {
        Visitor visitor = visitor();
        visitor.page().getByLabel("Agent").selectOption("Parrot");
        assertThat(visitor.page().getByText("Ask Parrot something")).isVisible();

        visitor.says("Pieces of eight");

        assertThat(visitor.answers()).hasText("Pieces of eight");
    }

    @Test
    void chats_are_searched_renamed_opened_and_deleted_a_page_at_a_time() {
        Visitor visitor = visitor();
        visitor.page().getByLabel("Agent").selectOption("Parrot");
        for (int i = 1; i <= 22; i++) {
            visitor.says("Topic " + i);
            assertThat(visitor.answers()).hasText("Topic " + i);
            visitor.ready();
            visitor.button("New chat").click();
            assertThat(visitor.answers()).hasCount(0);
        }
        visitor.page().reload();
        assertThat(visitor.chats()).hasCount(20);
        visitor.button("Show more").click();
        assertThat(visitor.chats()).hasCount(22);

        visitor.page().getByLabel("Search chats").fill("topic 7");
        assertThat(visitor.chats()).hasCount(1);
        visitor.button("Rename Topic 7").focus();
        visitor.button("Rename Topic 7").press("Enter");
        visitor.page()
                .getByLabel("Name", new Page.GetByLabelOptions().setExact(true))
                .fill("Opera");
        visitor.button("Rename").click();
        visitor.page().getByLabel("Search chats").fill("opera");
        assertThat(visitor.chats()).hasText(Pattern.compile("^Opera"));

        visitor.chats().getByText("Opera").click();
        assertThat(visitor.answers()).hasText("Topic 7");
        visitor.button("Delete Opera").press("Enter");
        visitor.button("Delete").click();
        assertThat(visitor.page().getByText("No chat is called “opera”.")).isVisible();
        assertThat(visitor.answers()).hasCount(0);
        visitor.page().getByLabel("Search chats").fill("");
        assertThat(visitor.chats()).hasCount(20);
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void when_the_session_ends_one_signs_in_again_and_finds_chat_and_draft() {
        Visitor.Account account = Visitor.Account.made(SITE);
        Visitor visitor = Visitor.at(SITE);
        visitors.add(visitor);
        visitor.signIn(account);
        visitor.page().getByLabel("Agent").selectOption("Parrot");
        visitor.says("Before");
        assertThat(visitor.answers()).hasText("Before");
        visitor.field().fill("What I was about to say");
        String session = done(SITE.backend().get("/api/v1/sessions?user_id=" + account.user()))
                .at("/items/0/id");

        done(SITE.backend().delete("/api/v1/sessions/" + session));

        assertThat(visitor.page().getByText("Your session has ended.")).isVisible();
        visitor.signIn(account);
        assertThat(visitor.field()).hasValue("What I was about to say");
        assertThat(visitor.answers()).hasText("Before");
    }

    @Test
    void who_signs_in_after_somebody_else_finds_nothing_of_theirs() {
        Visitor visitor = visitor();
        visitor.page().getByLabel("Agent").selectOption("Parrot");
        visitor.says("My secret");
        assertThat(visitor.answers()).hasText("My secret");
        visitor.field().fill("and my draft");
        visitor.button("Sign out").click();
        assertThat(visitor.page().getByLabel("Email")).isFocused();

        visitor.signIn(Visitor.Account.made(SITE));

        assertThat(visitor.field()).hasValue("");
        assertThat(visitor.page().getByText("Good to see you")).isVisible();
        assertThat(visitor.chats()).hasCount(0);
        assertThat(visitor.page().locator("body")).not().containsText("secret");
    }

    @Test
    void a_reload_continues_session_and_chat() {
        Visitor visitor = visitor();
        visitor.page().getByLabel("Agent").selectOption("Parrot");
        visitor.says("Still here");
        assertThat(visitor.answers()).hasText("Still here");

        visitor.page().reload();
        visitor.ready();

        assertThat(visitor.answers()).hasText("Still here");
        assertThat(visitor.heard("ui_session_id_changed").path("resumed").asBoolean())
                .isTrue();
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void a_draft_outlives_a_reload_and_not_the_sign_out() {
        Visitor visitor = visitor();
        visitor.field().fill("Not yet sent");

        visitor.page().reload();
        visitor.ready();
        assertThat(visitor.field()).hasValue("Not yet sent");

        visitor.button("Sign out").click();
        assertThat(visitor.page().getByLabel("Email")).isFocused();
        assertThat(visitor.page().evaluate("JSON.stringify({ ...sessionStorage })"))
                .asString()
                .doesNotContain("Not yet sent");
    }

    @Test
    void no_script_can_find_a_token_and_no_policy_is_broken() {
        Visitor visitor = visitor();
        visitor.page().getByLabel("Agent").selectOption("Parrot");
        visitor.says("Hello");
        assertThat(visitor.answers()).hasText("Hello");

        Object stored = visitor.page()
                .evaluate("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])");
        assertThat(stored).asString().contains("example.com").doesNotContain("eyJ", "sd_", "stagedoor");
        List<Cookie> cookies = visitor.page().context().cookies();
        assertThat(cookies).singleElement().satisfies(cookie -> {
            assertThat(cookie.name).isEqualTo("__Host-stagedoor");
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.secure).isTrue();
        });
        assertThat(visitor.complaints()).isEmpty();
    }

    @Test
    void the_page_may_load_nothing_from_elsewhere() {
        Visitor visitor = visitor();
        Object refused = visitor.page().evaluate("""
                async (elsewhere) => {
                    const violations = [];
                    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
                    await fetch(elsewhere).catch(() => {});
                    const image = new Image();
                    const failed = new Promise((resolve) => { image.onerror = resolve; });
                    image.src = elsewhere;
                    await failed;
                    try { document.body.innerHTML = '<p>html</p>'; } catch { violations.push('html'); }
                    return violations.sort().join();
                }
                """, SITE.backend().base().toString());

        assertThat(refused).asString().contains("connect-src", "html", "img-src");
    }
}
