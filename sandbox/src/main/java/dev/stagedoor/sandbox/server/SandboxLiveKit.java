// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.sandbox.Faults;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxClock;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.SandboxState;
import dev.stagedoor.sandbox.sip.SandboxSip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sandbox served over HTTP on 127.0.0.1, for any LiveKit client: one project, one API key, no media. Start one per
 * tenant. Every response carries {@code Server: stagedoor-sandbox}, and startup logs a warning that it is a sandbox.
 */
public final class SandboxLiveKit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxLiveKit.class);
    private static final int BACKLOG = 256;

    static {
        // Read once by the JDK's server; without it, each response on a keep-alive connection waits 40 ms for an ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Sandbox sandbox;
    private final TokenCheck tokens;
    private final CallLog calls;

    private SandboxLiveKit(HttpServer server, Sandbox sandbox, TokenCheck tokens, CallLog calls) {
        this.server = server;
        this.sandbox = sandbox;
        this.tokens = tokens;
        this.calls = calls;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Starts a sandbox.
     *
     * @param port the port on 127.0.0.1, 0 for any free one
     * @throws UncheckedIOException if the port is taken
     */
    public static SandboxLiveKit start(int port, SandboxKey key, SandboxSettings settings) {
        Sandbox sandbox = new Sandbox(settings);
        TokenCheck tokens = new TokenCheck(settings.clock(), key.id(), key.reveal());
        CallLog calls = new CallLog();
        Door door = new Door(sandbox, tokens, calls, new WallClock(settings.isStepped()));
        SandboxLiveKit started = new SandboxLiveKit(bind(port), sandbox, tokens, calls);
        started.server.setExecutor(started.threads);
        started.server.createContext("/", new HttpDoor(door));
        started.server.start();
        LOG.warn("{}", Banner.text(started.url(), key.id()));
        return started;
    }

    private static HttpServer bind(int port) {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("no sandbox on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** Where it listens, e.g. {@code http://127.0.0.1:7880}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The project itself, without faults: its workers, people and rooms. */
    public SandboxState state() {
        return sandbox.state();
    }

    /** The project's telephony: trunks, rules, and the telephones that tests play. */
    public SandboxSip sip() {
        return state().sip();
    }

    /** The faults waiting for calls. */
    public Faults faults() {
        return sandbox.faults();
    }

    /** The calls received and the keys they used. */
    public CallLog calls() {
        return calls;
    }

    /** Moves the clock forward; works only with a {@link SandboxClock}. */
    public void advance(Duration by) {
        sandbox.advance(by);
    }

    /** Joins the room a token names, as a LiveKit client would. */
    public ParticipantView join(String token) throws JoinRefused {
        try {
            Claims claims = tokens.check(token);
            JoinCheck.Verdict verdict = JoinCheck.verdict(claims, false);
            if (!verdict.passes()) throw new JoinRefused(verdict.status(), verdict.text());
            return state().join(claims.roomSpec(), claims.entrant());
        } catch (AuthRefusal refusal) {
            throw new JoinRefused(401, refusal.text());
        } catch (SandboxRefusal refusal) {
            throw new JoinRefused(refusal.code().status(), String.valueOf(refusal.getMessage()));
        }
    }

    /** Stops listening and closes every connection at once. */
    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
