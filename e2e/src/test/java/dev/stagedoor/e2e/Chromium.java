// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The system's Chromium, headless and with a microphone that hums; nothing is downloaded. */
public final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final double PATIENCE_MILLIS = 60_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** A browser of its own. */
    public static Chromium start() {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        LaunchOptions options = new LaunchOptions()
                .setExecutablePath(program())
                // Tests run as root in containers, where the sandbox is unavailable.
                .setChromiumSandbox(false)
                .setArgs(List.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"));
        return new Chromium(playwright, playwright.chromium().launch(options));
    }

    private static Path program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("There is no browser on the PATH; one of these will do: " + NAMES));
    }

    /** A page at that URL, as a new visitor sees it. */
    public Page visit(String url) {
        return visit(url, new NewContextOptions());
    }

    /** As {@link #visit(String)}, on a telephone 390 px wide. */
    public Page visitOnTelephone(String url) {
        return visit(
                url,
                new NewContextOptions()
                        .setViewportSize(390, 844)
                        .setIsMobile(true)
                        .setHasTouch(true));
    }

    private Page visit(String url, NewContextOptions how) {
        Page page = newPage(how);
        page.navigate(url);
        return page;
    }

    /** An empty page in a context of its own, of that kind. */
    public Page newPage(NewContextOptions how) {
        Page page = browser.newContext(how).newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    /** Errors in the browser's console, such as policy violations. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
