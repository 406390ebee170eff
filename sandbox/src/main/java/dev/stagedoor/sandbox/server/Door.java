// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.Outcome;
import dev.stagedoor.sandbox.Sandbox;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.server.Api.Allowed;
import dev.stagedoor.sandbox.server.JoinCheck.Verdict;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps an HTTP request to its response, without sockets: LiveKit's paths, order of checks and wording. */
final class Door {
    private static final String BEARER = "Bearer ";
    private static final String NOT_FOUND = "404 page not found\n";

    private final Sandbox sandbox;
    private final TokenCheck tokens;
    private final CallLog calls;
    private final Waiting waiting;

    Door(Sandbox sandbox, TokenCheck tokens, CallLog calls, Waiting waiting) {
        this.sandbox = sandbox;
        this.tokens = tokens;
        this.calls = calls;
        this.waiting = waiting;
    }

    /** How to wait for real. */
    interface Waiting {
        /** A fault's delay: always real, whichever clock the sandbox has. */
        void fault(Duration delay) throws InterruptedException;

        /** LiveKit's own latency: real only if the sandbox runs in real time. */
        void livekit(Duration delay) throws InterruptedException;
    }

    /**
     * A request.
     *
     * @param authorization the {@code Authorization} header, or null
     * @param query decoded query parameters
     * @param contentType the {@code Content-Type} header, or empty
     * @param patience how long the caller lets LiveKit wait for its internal services ({@code X-Twirp-Timeout-Ms})
     */
    @SuppressWarnings("ArrayRecordComponent") // Requests are read once and never compared.
    record Request(
            String method,
            String path,
            @Nullable String authorization,
            Map<String, String> query,
            String contentType,
            Duration patience,
            byte[] body) {
        String parameter(String name) {
            return query.getOrDefault(name, "");
        }
    }

    Reply answer(Request request) throws InterruptedException {
        String path = request.path();
        Claims claims;
        try {
            claims = claims(request);
        } catch (AuthRefusal refusal) {
            log(path, request, "", 401);
            return crossOrigin(path, Reply.text(401, refusal.text()));
        }
        if (path.equals("/")) return Reply.text(200, "OK");
        if (path.equals("/rtc/validate")) return validate(claims, request);
        SandboxMethod method = SandboxMethod.byPath(path);
        if (method == null) return unknown(path, request);
        if (!request.method().equals("POST")) {
            return badRoute("unsupported method \"" + request.method() + "\" (only POST is allowed)", path, request);
        }
        if (!request.contentType().split(";", 2)[0].strip().equals("application/json")) {
            return badRoute("unexpected Content-Type: \"" + request.contentType() + "\"", path, request);
        }
        return call(method, claims, request);
    }

    private @Nullable Claims claims(Request request) throws AuthRefusal {
        String header = request.authorization();
        if (header == null || header.isEmpty()) {
            String token = request.parameter("access_token");
            return token.isEmpty() ? null : tokens.check(token);
        }
        // HTTP servers, LiveKit's included, strip the trailing space from a bare "Bearer ".
        if (!header.startsWith(BEARER)) {
            throw new AuthRefusal("invalid authorization header. Must start with " + BEARER);
        }
        return tokens.check(header.substring(BEARER.length()));
    }

    private Reply call(SandboxMethod method, @Nullable Claims claims, Request request) throws InterruptedException {
        Reply reply;
        String room = "";
        try {
            Allowed allowed = Api.read(method, claims, request.body());
            room = allowed.room();
            Fault fault = sandbox.faults().meet(method);
            if (fault != null) waiting.fault(fault.delay());
            Fault rest = fault == null ? null : fault.after(Duration.ZERO);
            // Read before the call: it can turn what the call would have met into the past.
            Duration latency = allowed.latency().apply(sandbox.state());
            reply = reply(sandbox.call(rest, allowed.operation()), latency, request.patience());
        } catch (SandboxRefusal refusal) {
            reply = Reply.refusal(refusal);
        }
        log(method.path(), request, room, reply.status());
        return reply;
    }

    private Reply reply(Outcome<ObjectNode> outcome, Duration latency, Duration patience) throws InterruptedException {
        Duration took = outcome instanceof Outcome.Answered ? outcome.took().plus(latency) : outcome.took();
        boolean cutOff = took.compareTo(patience) > 0;
        waiting.livekit(cutOff ? patience : took);
        // The caller's deadline and the internal one then expire together, and either can win (measured).
        if (cutOff && sandbox.state().chance()) {
            return Reply.refusal(SandboxRefusal.inner(TwirpCode.CANCELED, "request canceled"));
        }
        return switch (outcome) {
            case Outcome.Answered<ObjectNode>(ObjectNode value, Duration _, Duration trickle) ->
                Reply.json(200, value).trickling(trickle);
            case Outcome.Refused<ObjectNode> refused -> {
                Reply error =
                        Reply.json(refused.status(), Wire.error(refused.code(), refused.message(), refused.meta()));
                Duration retry = refused.retryAfter();
                yield retry == null ? error : error.with("Retry-After", String.valueOf(retry.toSeconds()));
            }
            case Outcome.Garbled<ObjectNode> garbled ->
                Reply.of(garbled.status(), garbled.contentType(), garbled.body());
            case Outcome.Lost<ObjectNode> lost -> Reply.nothing();
        };
    }

    private Reply validate(@Nullable Claims claims, Request request) {
        Verdict verdict =
                JoinCheck.verdict(claims, !request.parameter("publish").isEmpty());
        log(request.path(), request, claims == null ? "" : claims.room(), verdict.status());
        return crossOrigin(request.path(), Reply.text(verdict.status(), verdict.text()));
    }

    private static Reply unknown(String path, Request request) {
        boolean served = path.startsWith("/twirp/livekit.RoomService/")
                || path.startsWith("/twirp/livekit.AgentDispatchService/")
                || path.startsWith("/twirp/livekit.SIP/");
        return served
                ? badRoute("no handler for path \"" + path + "\"", path, request)
                : Reply.text(404, path.equals("/rtc") ? "" : NOT_FOUND);
    }

    private static Reply badRoute(String message, String path, Request request) {
        Map<String, String> meta = Map.of("twirp_invalid_route", request.method() + " " + path);
        return Reply.json(404, Wire.error(TwirpCode.BAD_ROUTE, message, meta));
    }

    private static Reply crossOrigin(String path, Reply reply) {
        return path.equals("/rtc/validate") ? reply.with("Access-Control-Allow-Origin", "*") : reply;
    }

    private void log(String path, Request request, String room, int status) {
        String header = request.authorization();
        String token = header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length())
                : request.parameter("access_token");
        calls.add(new LoggedCall(sandbox.state().now(), path, tokens.namedKey(token), room, status));
    }
}
