// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somebody with the app in a browser of their own. */
final class Visitor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static int number;

    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<JsonNode> heard = new ArrayList<>();

    private Visitor(Page page) {
        this.page = page;
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> {
            if (frame.text() != null) {
                heard.add(Json.read(frame.text(), JsonNode.class));
            }
        }));
    }

    /** At the app, not signed in. */
    static Visitor at(ChatSite site, NewContextOptions how) {
        Visitor visitor = new Visitor(site.chromium().newPage(how));
        visitor.page.navigate(site.url());
        return visitor;
    }

    static Visitor at(ChatSite site) {
        return at(site, new NewContextOptions());
    }

    /** With a new account, signed in and ready to write. */
    static Visitor signedIn(ChatSite site, NewContextOptions how) {
        Account account = Account.made(site);
        Visitor visitor = at(site, how);
        visitor.signIn(account);
        return visitor;
    }

    static Visitor signedIn(ChatSite site) {
        return signedIn(site, new NewContextOptions());
    }

    /** Who somebody is to the app. */
    record Account(String user, String email, String password) {
        static Account made(ChatSite site) {
            String user = "person-" + ++number;
            Account account = new Account(user, user + "@example.com", "a password of " + user);
            site.invite(account.user, account.email, account.password);
            return account;
        }
    }

    Page page() {
        return page;
    }

    /** Signs in, and waits until they may write. */
    void signIn(Account account) {
        page.getByLabel("Email").fill(account.email);
        page.getByLabel("Password").fill(account.password);
        button("Sign in").click();
        ready();
    }

    /** Waits until it is their turn. */
    void ready() {
        assertThat(button("Send")).isVisible(new IsVisibleOptions().setTimeout((double) PATIENCE.toMillis()));
        assertThat(page.getByText("Connecting…")).isHidden();
    }

    /** Says something, without waiting for an answer. */
    Visitor says(String text) {
        field().fill(text);
        field().press("Enter");
        return this;
    }

    Locator field() {
        return page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The answer in progress. */
    Locator streaming() {
        return page.locator("[data-streaming=true] .text");
    }

    /** All whole answers of the chat that is open. */
    Locator answers() {
        return page.locator(".message[data-role=assistant][data-streaming=false] .text");
    }

    /** The chats in the list. */
    Locator chats() {
        return page.getByRole(AriaRole.NAVIGATION).getByRole(AriaRole.LISTITEM);
    }

    /** Errors and warnings in the console, policy violations among them. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What the server has said over all sockets. */
    List<JsonNode> heard() {
        return List.copyOf(heard);
    }

    /** The last frame of that type, once there is one. */
    JsonNode heard(String type) {
        return Await.value("a frame " + type, PATIENCE, () -> {
            // Events of a page are told only while it is asked something.
            page.evaluate("1");
            return heard.reversed().stream()
                    .filter(frame -> frame.path("type").asText().equals(type))
                    .findFirst();
        });
    }

    @Override
    public void close() {
        page.context().close();
    }
}
