// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.stagedoor.app.Caller;
import dev.stagedoor.e2e.Chromium;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.nodes.ServingNode;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The example app in front of a serving node, with a tenant whose users all share one chat user, and a Claude that says
 * what a test wants.
 *
 * <p>{@code @RegisterExtension static final ChatSite SITE = new ChatSite()}: shared by all classes of a run.
 */
final class ChatSite implements BeforeAllCallback, BeforeEachCallback {
    private static final String MODEL_TOKEN = "token-of-the-chat-example";
    private static final String SCOPES =
            "[\"agents:write\",\"profiles:write\",\"sessions:read\",\"sessions:write\",\"users:write\",\"chat_users:read\",\"chat_users:write\"]";

    /** Maven's runs share a JVM and its PostgreSQL, and nothing else. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private @Nullable Running running;

    private static final class Running implements AutoCloseable {
        private final SandboxClaude claude = SandboxClaude.start(0, ClaudeSettings.realTime(), MODEL_TOKEN);
        private final ServingNode.Installed installed;
        private final Caller backend;
        private final Launched origin;
        private final String url;
        private final Chromium chromium = Chromium.start();
        private ServingNode node;

        private Running() {
            PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
            Path folder = Distribution.project().resolve("examples/chat");
            assertThat(folder.resolve("node_modules"))
                    .as("made by bin/npm-ci examples/chat")
                    .matches(Files::isDirectory);
            ServingNode.Installed fresh = ServingNode.Installed.on("chat_example_" + NUMBER.incrementAndGet());
            Shell shell = fresh.shell().with("STAGEDOOR_ACCESS_ANY_LOCALHOST_ORIGIN", "true");
            node = ServingNode.of(shell);
            // So that it comes again where the app looks for it.
            String port = Integer.toString(node.url().getPort());
            installed = new ServingNode.Installed(shell.with("STAGEDOOR_HTTP_PORT", port), fresh.operatorKey());
            Caller operator = new Caller(node.url(), Secret.of(installed.operatorKey()));
            done(operator.post("/api/v1/tenants", "{\"slug\":\"acme\",\"name\":\"Acme\"}"));
            backend = new Caller(node.url(), key(operator, "{\"name\":\"backend\",\"scopes\":" + SCOPES + "}"));
            Secret page = key(
                    operator,
                    "{\"name\":\"page\",\"kind\":\"publishable\",\"origins\":[\"http://localhost:*\"],\"agents\":[]}");
            withAgents();
            Shell ofApp = Shell.in(folder)
                    .with("STAGEDOOR_URL", node.url().toString())
                    .with("STAGEDOOR_PUBLISHABLE_KEY", page.revealText())
                    .with("PORT", "0");
            ofApp.run("node", "build.mjs").must();
            origin = Launched.start(ofApp, List.of("node", "server.mjs"));
            url = origin.awaitLine("http://localhost:", Duration.ofSeconds(30));
        }

        private static Secret key(Caller operator, String body) {
            return Secret.of(
                    done(operator.post("/api/v1/tenants/acme/api-keys", body)).at("/key"));
        }

        private void withAgents() {
            String profile = done(backend.post("/api/v1/profiles", """
                            {"profile_name": "sandbox", "gateway": {"base_url": "%s", "auth_token": "%s"}}
                            """.formatted(claude.url(), MODEL_TOKEN)))
                    .at("/id");
            done(backend.post("/api/v1/profiles/" + profile + "/select", "{}"));
            done(backend.put("/api/v1/agents/helper", """
                    {"name": "Helper", "agent_name": "helper", "model": "claude-haiku-4-5", "system_prompt": "You help."}
                    """));
            done(backend.put("/api/v1/agents/parrot", """
                    {"name": "Parrot", "agent_name": "parrot", "model": "stagedoor/echo"}
                    """));
            done(backend.put("/api/v1/chat-user-policy", "{\"strategy\":\"shared\",\"pool_size\":1}"));
        }

        @Override
        public void close() {
            chromium.close();
            origin.close();
            node.close();
            claude.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(ChatSite.class, type -> new Running(), Running.class);
    }

    /** No test hears what an earlier one had the model say. */
    @Override
    public void beforeEach(ExtensionContext context) {
        claude().forgetRules();
    }

    private Running get() {
        return Objects.requireNonNull(running, "the extension is static and registered");
    }

    /** Where the app is. */
    String url() {
        return get().url;
    }

    SandboxClaude claude() {
        return get().claude;
    }

    Chromium chromium() {
        return get().chromium;
    }

    /** The tenant's backend. */
    Caller backend() {
        return get().backend;
    }

    /** A new account, with that password. */
    void invite(String user, String email, String password) {
        String token = done(backend().post("/api/v1/accounts", """
                        {"user_id": "%s", "email": "%s", "name": "%s"}
                        """.formatted(user, email, user)))
                .at("/token");
        done(backend().post("/api/auth/password", "{\"token\":\"%s\",\"password\":\"%s\"}".formatted(token, password)));
    }

    /** SIGKILL to the server. */
    void killServer() {
        get().node.kill();
    }

    /** Starts the server again, at the same address. */
    void startServer() {
        get().node = get().installed.node();
    }
}
