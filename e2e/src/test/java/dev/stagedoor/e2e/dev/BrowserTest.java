// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsAttachedOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.stagedoor.e2e.Chromium;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users see: the example page with its backend, a page with a publishable key, and the API documentation page. */
class BrowserTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final String GREETING = "Hello. I am a demo agent";
    private static final HasTextOptions PATIENTLY_EXACT = new HasTextOptions().setTimeout(60_000);
    private static final ContainsTextOptions PATIENTLY = new ContainsTextOptions().setTimeout(60_000);

    private static final IsAttachedOptions PATIENTLY_ATTACHED = new IsAttachedOptions().setTimeout(60_000);
    private static final int TELEPHONE = 390;

    private static final String HEARD =
            "room.registerTextStreamHandler('lk.chat', async (reader) => window.heard(await reader.readAll()));\n";

    private static Launched backend;
    private static String site;
    private static Chromium chromium;

    @BeforeAll
    static void open() {
        Path folder = Distribution.project().resolve("examples/backend");
        assertThat(folder.resolve("node_modules"))
                .as("made by bin/npm-ci examples/backend")
                .matches(Files::isDirectory);
        Shell shell = Shell.in(folder)
                .with("STAGEDOOR_URL", DEV.get().ready().url().toString())
                .with("STAGEDOOR_API_KEY", DEV.tenant("acme").apiKey())
                .with("PORT", "0");
        backend = Launched.start(shell, List.of("node", "server.mjs"));
        site = backend.awaitLine("http://127.0.0.1:", Duration.ofSeconds(30)).replace("127.0.0.1", "localhost");
        chromium = Chromium.start();
    }

    @AfterAll
    static void close() {
        chromium.close();
        backend.close();
    }

    @Test
    void a_visitor_of_the_example_page_is_greeted_by_the_agent_and_answered() {
        Page page = chromium.visit(site);
        page.getByText("Start a call").click();

        assertThat(page.locator("#messages")).containsText(GREETING, PATIENTLY);
        assertThat(page.locator("#participants")).containsText("(agent,", PATIENTLY);

        page.locator("#message").fill("Is anybody there?");
        page.getByText("Send").click();
        assertThat(page.locator("#messages")).containsText("Sandbox answer to: \"Is anybody there?\"", PATIENTLY);

        page.getByText("End the call").click();
        assertThat(page.locator("#status")).containsText("The call has ended.", PATIENTLY);
    }

    @Test
    void the_example_page_fits_a_telephone_whatever_is_said() {
        Page page = chromium.visitOnTelephone(site);
        assertThat(page.locator("#chat")).isVisible();
        assertThat(widthOf(page)).isEqualTo(TELEPHONE);

        page.evaluate("""
                () => ['status', 'participants', 'messages'].forEach((id) => {
                    document.getElementById(id).textContent = 'x'.repeat(500);
                })
                """);

        assertThat(widthOf(page)).isEqualTo(TELEPHONE);
    }

    @Test
    void a_page_with_a_publishable_key_needs_no_backend() {
        Page page = chromium.visit(site);

        Object heard = page.evaluate(
                """
                async ({ stagedoor, key }) => {
                    const heard = new Promise((resolve) => { window.heard = resolve; });
                    %s
                    const text = await heard;
                    await room.disconnect();
                    return text;
                }
                """.formatted(theGuidesPage()),
                Map.of(
                        "stagedoor", DEV.get().ready().url().toString(),
                        "key", DEV.tenant("globex").publishableKey()));

        assertThat(heard).asString().contains(GREETING);
    }

    /** As the guide has it, for the demo agent; it hears its room before it enters, to miss nothing. */
    private static String theGuidesPage() {
        String code = Document.of("docs/guides/first-tenant.md")
                .section("## 4. From a page, without a backend")
                .blocks("js")
                .getFirst();
        String adapted = code.replaceFirst(
                        "import (.*) from 'livekit-client';", "const $1 = await import('/vendor/livekit-client.mjs');")
                .replace("'https://stagedoor.example/api/v1/tokens'", "stagedoor + '/api/v1/tokens'")
                .replace("'Bearer sd_pub_…'", "'Bearer ' + key")
                .replace("'concierge'", "'demo'")
                .replace("await room.connect(", HEARD + "await room.connect(");
        assertThat(adapted).contains("/vendor/", "stagedoor +", "+ key", "'demo'", HEARD);
        return adapted;
    }

    @Test
    void a_page_of_another_origin_gets_nothing_for_the_same_key() {
        Page page = chromium.visit(site.replace("localhost", "127.0.0.1"));

        Object refused = page.evaluate(
                """
                ({ stagedoor, key }) => fetch(stagedoor + '/api/v1/tokens', { method: 'POST', body: '{}',
                    headers: { Authorization: 'Bearer ' + key, 'Content-Type': 'application/json' } })
                    .then((answer) => 'answered ' + answer.status, () => 'refused')
                """,
                Map.of(
                        "stagedoor", DEV.get().ready().url().toString(),
                        "key", DEV.tenant("globex").publishableKey()));

        assertThat(refused).isEqualTo("refused");
    }

    @Test
    void the_apis_own_page_renders_under_its_own_policy() {
        try (Chromium fresh = Chromium.start()) {
            Page page = fresh.visit(DEV.get().ready().url() + "/");

            assertThat(page).hasURL(DEV.get().ready().url() + "/docs");
            assertThat(page.locator("h1")).hasText("Stagedoor", PATIENTLY_EXACT);
            Locator contents = page.getByRole(AriaRole.NAVIGATION).first();
            assertThat(contents).containsText("API keys");
            contents.getByText("Calls", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.locator("body")).containsText("/api/v1/trigger", PATIENTLY);
            assertThat(fresh.complaints()).isEmpty();
        }
    }

    @Test
    void the_help_of_a_refused_request_leads_to_the_scopes() {
        Page page = chromium.visit(DEV.get().ready().url() + "/docs#description/scopes");
        Locator scopes = page.locator("h2").filter(new Locator.FilterOptions().setHasText("Scopes"));

        assertThat(scopes).isInViewport(new IsInViewportOptions().setTimeout(60_000));
        assertThat(page.locator("table").filter(new Locator.FilterOptions().setHasText("lets a key")))
                .containsText("tokens:mint", PATIENTLY);
    }

    @Test
    void the_apis_own_page_fits_a_telephone() {
        Page page = chromium.visitOnTelephone(DEV.get().ready().url() + "/docs");

        assertThat(page.locator("h1")).hasText("Stagedoor", PATIENTLY_EXACT);
        // The responses of the first operation are drawn last, and were what stood out.
        assertThat(page.locator(".parameter-item-trigger").first()).isAttached(PATIENTLY_ATTACHED);
        assertThat(widthOf(page)).isEqualTo(TELEPHONE);
    }

    /** How wide the document is drawn, in px; more than the screen if it scrolls sideways. */
    private static Object widthOf(Page page) {
        return page.evaluate("document.documentElement.scrollWidth");
    }
}
