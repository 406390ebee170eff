// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import dev.stagedoor.sandbox.claude.server.HttpListener;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anthropic's Messages API on 127.0.0.1 without a model: any Anthropic SDK works with {@link #url} as its base URL. Its
 * answers quote the prompt, unless a script says otherwise. Every response carries {@code server: stagedoor-sandbox}.
 */
public final class SandboxClaude implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxClaude.class);
    /** Anthropic's limit for a request to the Messages API. */
    private static final long LARGEST_REQUEST = 32L * 1024 * 1024;

    private final HttpListener listener;
    private final Door door;
    private final Set<String> keys;
    private final Script script;
    private final ClaudeCalls calls;

    private SandboxClaude(HttpListener listener, Door door, Set<String> keys, Script script, ClaudeCalls calls) {
        this.listener = listener;
        this.door = door;
        this.keys = keys;
        this.script = script;
        this.calls = calls;
    }

    /**
     * Starts a sandbox.
     *
     * @param port the port on 127.0.0.1, 0 for any free one
     * @param keys the API keys and bearer tokens it accepts
     * @throws UncheckedIOException if the port is taken
     */
    public static SandboxClaude start(int port, ClaudeSettings settings, String... keys) {
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        accepted.addAll(List.of(keys));
        Script script = new Script();
        ClaudeCalls calls = new ClaudeCalls();
        Door door = new Door(settings, accepted, script, calls);
        HttpListener listener = HttpListener.start(port, LARGEST_REQUEST, door);
        SandboxClaude started = new SandboxClaude(listener, door, accepted, script, calls);
        LOG.info("SANDBOX: {} is NOT Anthropic's API; no model answers there", started.url());
        return started;
    }

    /** Its base URL, {@code http://127.0.0.1:4010}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** Accepts one more API key or bearer token. */
    public void accept(String key) {
        keys.add(key);
    }

    /** No longer accepts this one: from the next call on, it is answered with 401. */
    public void revoke(String key) {
        keys.remove(key);
        door.forget(key);
    }

    /** A rule for calls that match; of several that apply to a call, the newest wins. */
    public Rule when(Predicate<ClaudeCall> matcher) {
        return new Rule(script, matcher);
    }

    /** Removes all rules. */
    public void forgetRules() {
        script.clear();
    }

    /** The calls received. */
    public ClaudeCalls calls() {
        return calls;
    }

    /** Stops listening and closes every connection at once. */
    @Override
    public void close() {
        listener.close();
    }
}
