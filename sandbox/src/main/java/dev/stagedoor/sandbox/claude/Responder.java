// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import dev.stagedoor.sandbox.claude.ClaudeCall.Ending;
import dev.stagedoor.sandbox.claude.server.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one response at the pace of its script, and records how that went. */
final class Responder {
    private final HttpExchange exchange;
    private final ClaudeCall call;
    private final String requestId;
    private final Clock clock;
    private Map<String, String> rateLimits = Map.of();

    Responder(HttpExchange exchange, ClaudeCall call, String requestId, Clock clock) {
        this.exchange = exchange;
        this.call = call;
        this.requestId = requestId;
        this.clock = clock;
        exchange.whenClientLeaves(() -> end(Ending.CLIENT_LEFT));
    }

    /** Adds these headers to the response. */
    void with(Map<String, String> limits) {
        rateLimits = limits;
    }

    void json(Object json) throws IOException {
        call.answering(200);
        end(Ending.ANSWERED);
        exchange.send(200, headers("application/json"), json.toString().getBytes(StandardCharsets.UTF_8));
    }

    void error(ApiError error) throws IOException {
        Map<String, String> headers = headers("application/json");
        Duration wait = error.retryAfter();
        if (wait != null) headers.put("retry-after", String.valueOf(wait.toSeconds()));
        headers.put("x-should-retry", String.valueOf(error.retryable()));
        call.answering(error.status());
        end(Ending.FAILED);
        exchange.send(error.status(), headers, error.body(requestId).toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the connection without a response. */
    void hangUp() throws IOException {
        end(Ending.CUT);
        throw exchange.cut();
    }

    /** The message as JSON, after all its tokens' time. */
    void whole(Reply reply, Answer.Pace pace, Duration usual) throws IOException, InterruptedException {
        Thread.sleep(perToken(pace, usual).multipliedBy(reply.tokens()));
        if (pace.failAfter() != Answer.NEVER) {
            error(ApiError.standard(529, null));
            return;
        }
        if (pace.cutAfter() == Answer.NEVER) {
            json(reply.json());
            return;
        }
        byte[] body = reply.json().toString().getBytes(StandardCharsets.UTF_8);
        call.answering(200);
        end(Ending.CUT);
        exchange.sendPart(200, headers("application/json"), body, body.length / 2);
        throw exchange.cut();
    }

    /** The message as a stream of events. */
    void stream(Reply reply, Answer.Pace pace, Duration usual) throws IOException, InterruptedException {
        Map<String, String> headers = headers("text/event-stream; charset=utf-8");
        headers.put("cache-control", "no-cache");
        call.answering(200);
        exchange.start(200, headers);
        List<Events.Event> events = Events.of(reply);
        Duration perToken = perToken(pace, usual);
        for (int sent = 0; sent < events.size(); sent++) {
            if (breaksOff(sent, pace)) return;
            if (events.get(sent).token() && perToken.isPositive()) {
                exchange.flush();
                Thread.sleep(perToken);
            }
            exchange.write(events.get(sent).bytes());
            call.sentEvent();
        }
        end(Ending.ANSWERED);
        exchange.end();
    }

    /** Breaks the stream off here if the script says so. */
    private boolean breaksOff(int sent, Answer.Pace pace) throws IOException {
        if (sent == pace.cutAfter()) hangUp();
        if (sent != pace.failAfter()) return false;
        exchange.write(Events.error(ApiError.standard(529, null), requestId).bytes());
        end(Ending.FAILED);
        exchange.end();
        return true;
    }

    private static Duration perToken(Answer.Pace pace, Duration usual) {
        @Nullable Duration own = pace.perToken();
        return own == null ? usual : own;
    }

    private void end(Ending how) {
        call.ended(how, clock.instant());
    }

    private Map<String, String> headers(String contentType) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", contentType);
        headers.put("request-id", requestId);
        headers.put("anthropic-organization-id", "00000000-0000-0000-0000-000000000000");
        headers.put("server", "stagedoor-sandbox");
        headers.putAll(rateLimits);
        return headers;
    }
}
