// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.kernel.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A running {@code stagedoor dev} for test classes.
 *
 * <p>{@code @RegisterExtension static final Dev DEV = Dev.shared()}.
 */
public final class Dev implements BeforeAllCallback, AfterAllCallback {
    private static final String SHARED = "shared dev";

    private final boolean shared;
    private @Nullable StartedDev started;

    private Dev(boolean shared) {
        this.shared = shared;
    }

    /**
     * Shared by all classes that leave its state unchanged, except for calls, which are ended after each class; stopped
     * at the end of the test run.
     */
    public static Dev shared() {
        return new Dev(true);
    }

    /** One for this class alone. */
    public static Dev alone() {
        return new Dev(false);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started = shared
                ? context.getRoot()
                        .getStore(Namespace.GLOBAL)
                        .getOrComputeIfAbsent(SHARED, name -> start(), StartedDev.class)
                : start();
    }

    private static StartedDev start() {
        Path folder = Folders.temporary("stagedoor-dev");
        Folders.deletedAtExit(folder);
        return StartedDev.in(folder);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        StartedDev running = started;
        if (running != null && shared) {
            running.ready().tenants().forEach(tenant -> endCalls(asks(tenant.apiKey())));
        } else if (running != null) {
            running.close();
        }
    }

    /** Each agent in a room is a process, and would otherwise keep running until the last class is done. */
    private static void endCalls(Caller caller) {
        for (JsonNode call : caller.get("/api/v1/calls?limit=200").json().path("items")) {
            if (call.path("status").asText().equals("open")) {
                caller.post("/api/v1/calls/" + call.path("id").asText() + "/end");
            }
        }
    }

    /** The running instance. */
    public StartedDev get() {
        return Objects.requireNonNull(started, "the extension is static and registered");
    }

    /** A demo tenant. */
    public DevReady.Tenant tenant(String slug) {
        return get().ready().tenant(slug);
    }

    /** A caller of the server with that key. */
    public Caller asks(String key) {
        return new Caller(get().ready().url(), Secret.of(key));
    }
}
