// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.wire.WireJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Classifies failed calls as a {@link LiveKitException}. */
final class TwirpErrors {
    private static final String PERFORM_RPC = "PerformRpc";

    /** Calls that the server forwards to the node that hosts the room or participant. */
    private static final Set<String> ASKED_OF_A_ROOM = Set.of(
            "ListDispatch", "DeleteDispatch", "SendData", "MutePublishedTrack", "UpdateSubscriptions", PERFORM_RPC);

    /** Calls whose failure can be that of a telephone. */
    private static final Set<String> PLACING_CALLS = Set.of("CreateSIPParticipant", "TransferSIPParticipant");

    private static final Pattern RPC_ERROR = Pattern.compile("RpcError ([0-9]{3,9})\\b");

    /** How the JDK says that a body went past its limit. */
    private static final String TOO_LONG = "body exceeds capacity";

    private static final int LONGEST_TEXT = 1024;
    private static final long LONGEST_WAIT = Duration.ofHours(1).toSeconds();

    private TwirpErrors() {}

    /** The exception for an answer other than 200. */
    static LiveKitException sort(String method, HttpResponse<byte[]> response) {
        var wait = response.headers().firstValue("Retry-After").orElse("");
        return sort(read(method, response.statusCode(), response.body()), wait);
    }

    static LiveKitException sort(Answer answer, String retryAfter) {
        if (answer.sipStatus() != 0 && PLACING_CALLS.contains(answer.call())) {
            return new LiveKitException.CallFailed(answer);
        }
        if (answer.call().equals(PERFORM_RPC) && rpcCode(answer) != 0) {
            return new LiveKitException.RpcFailed(answer, rpcCode(answer));
        }
        return switch (answer.status()) {
            case 400 -> new LiveKitException.InvalidRequest(answer);
            case 401 ->
                answer.code().isEmpty()
                        ? new LiveKitException.CredentialRejected(answer)
                        : new LiveKitException.PermissionDenied(answer);
            case 403 -> new LiveKitException.PermissionDenied(answer);
            case 404 ->
                answer.code().equals("not_found")
                        ? new LiveKitException.NotFound(answer)
                        : new LiveKitException.Unsupported(answer);
            case 405, 501 -> new LiveKitException.Unsupported(answer);
            case 408 -> new LiveKitException.ServerFailed(answer);
            case 409, 412 -> new LiveKitException.Conflict(answer);
            case 429 -> new LiveKitException.RateLimited(answer, seconds(retryAfter));
            case 451 -> new LiveKitException.WrongRegion(answer);
            case 503 ->
                isMissingRoom(answer)
                        ? new LiveKitException.NoSuchRoom(answer)
                        : new LiveKitException.ServerFailed(answer);
            default ->
                answer.status() >= 500
                        ? new LiveKitException.ServerFailed(answer)
                        : new LiveKitException.MalformedAnswer(answer.status(), answer.describe(), null);
        };
    }

    /** Of a participant's program; 0 if it is not the one that failed. */
    private static int rpcCode(Answer answer) {
        Matcher said = RPC_ERROR.matcher(answer.message());
        if (said.find()) {
            return Integer.parseInt(said.group(1));
        }
        return answer.status() == 408 ? LiveKitException.RpcFailed.RESPONSE_TIMEOUT : 0;
    }

    /** Not CreateRoom and CreateDispatch: there the same message means that no node or worker list answers. */
    private static boolean isMissingRoom(Answer answer) {
        return ASKED_OF_A_ROOM.contains(answer.call())
                && answer.code().equals("unavailable")
                && answer.message().contains("no response from servers");
    }

    static Answer read(String method, int status, byte[] body) {
        try {
            var json = WireJson.ANSWERS.readTree(body);
            if (json != null && json.isObject() && json.path("code").isTextual()) {
                return new Answer(
                        method, status, json.path("code").asText(), text(json.path("msg")), meta(json.path("meta")));
            }
        } catch (IOException notTwirp) {
            // LiveKit's middleware, and proxies in front of it, answer in plain text.
        }
        var plain = new String(body, 0, Math.min(body.length, LONGEST_TEXT), StandardCharsets.UTF_8);
        return new Answer(method, status, "", plain, Map.of());
    }

    private static Map<String, String> meta(JsonNode node) {
        var meta = new TreeMap<String, String>();
        node.properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                meta.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return meta;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }

    /** Seconds only: LiveKit sends no dates, and a date would depend on our clock. */
    private static @Nullable Duration seconds(String retryAfter) {
        return retryAfter.matches("[0-9]{1,9}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(retryAfter), LONGEST_WAIT))
                : null;
    }

    /** The exception for a call without an answer. */
    static LiveKitException broken(String method, Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            switch (at) {
                case HttpConnectTimeoutException e -> {
                    return new LiveKitException.NotReached(method + ": the connection timed out", cause);
                }
                case HttpTimeoutException e -> {
                    return new LiveKitException.NoAnswer(method + ": no answer within the deadline", cause);
                }
                case IOException e
                when String.valueOf(e.getMessage()).startsWith(TOO_LONG) -> {
                    return new LiveKitException.MalformedAnswer(200, method + ": the answer is too long", cause);
                }
                case SSLHandshakeException e -> {
                    return new LiveKitException.NotReached(method + ": TLS failed: " + e.getMessage(), cause);
                }
                case UnresolvedAddressException e -> {
                    return new LiveKitException.NotReached(method + ": the host name does not resolve", cause);
                }
                case UnknownHostException e -> {
                    return new LiveKitException.NotReached(method + ": the host name does not resolve", cause);
                }
                case ConnectException e
                when !(e.getCause() instanceof UnresolvedAddressException) -> {
                    return new LiveKitException.NotReached(method + ": connection refused", cause);
                }
                default -> {}
            }
        }
        return new LiveKitException.NoAnswer(method + ": the connection broke before the answer", cause);
    }
}
