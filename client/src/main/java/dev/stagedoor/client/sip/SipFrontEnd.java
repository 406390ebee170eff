// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.sip;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.api.telephony.CallAnswer;
import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.client.http.SentAnswer;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.client.http.Transport;
import dev.stagedoor.client.http.WireJson;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A SIP front end: reports the phone calls that it receives to {@code POST /api/sip/inbound}, and is told the room of each.
 *
 * <p>It has no API key: who knows the tenant's secret {@code webhook/sip} may report calls to that tenant's numbers.
 * Thread-safe; close it when done.
 */
public final class SipFrontEnd implements AutoCloseable {
    /** The path to which calls are reported. */
    public static final String PATH = "/api/sip/inbound";

    private static final String TENANT = "x-webhook-tenant";

    /** A tenant may let its callers wait for an agent for 30 s. */
    private static final Duration HELD = Duration.ofSeconds(70);

    private final Transport transport;
    private final @Nullable String secret;
    private final @Nullable String tenant;
    private final Clock clock;

    private SipFrontEnd(Transport transport, @Nullable String secret, @Nullable String tenant, Clock clock) {
        this.transport = transport;
        this.secret = secret;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * One that signs, for the server at a URL such as {@code https://stagedoor.example.com}; does not connect yet.
     *
     * @param secret the tenant's secret {@code webhook/sip}, {@code whsec_…}
     * @param clock  right to five minutes
     * @throws IllegalArgumentException if it is not an absolute http or https URL, or has more than a host, port and
     *     path
     */
    public static SipFrontEnd signing(URI server, String secret, Clock clock) {
        return new SipFrontEnd(new Transport(Transport.canonical(server), null), secret, null, clock);
    }

    /** One that signs nothing, which only the number that a server of development names accepts. */
    public static SipFrontEnd unsigned(URI server) {
        return new SipFrontEnd(new Transport(Transport.canonical(server), null), null, null, Clock.systemUTC());
    }

    /** The same, saying whose secret signs (slug or id), where the called number does not tell. Closing either closes both. */
    public SipFrontEnd of(String namedTenant) {
        return new SipFrontEnd(transport, secret, namedTenant, clock);
    }

    /**
     * What the server says to a call.
     *
     * @param status     the HTTP status: 200 with a room, else with a rejection
     * @param retryAfter when the next call gets through, if the server says so
     */
    public record Reported(int status, CallAnswer answer, Optional<Duration> retryAfter) {}

    /**
     * Reports a call; returns once its agent is in the room, or the caller is turned away. With the same {@code callId}, the
     * same call is answered again.
     *
     * @throws StagedoorException if there is no answer, or not one of this kind
     */
    public Reported report(IncomingCall call) {
        byte[] body = bytes(call);
        Map<String, String> headers = new LinkedHashMap<>();
        if (secret != null) {
            headers.putAll(WebhookSignature.headers(secret, clock.instant(), body));
        }
        if (tenant != null) {
            headers.put(TENANT, tenant);
        }
        SentAnswer sent = transport.post(PATH, body, headers, HELD);
        CallAnswer answer = sent.as(CallAnswer.class).orElseThrow(sent::failure);
        if (answer.joinRoom() == null && answer.reject() == null) {
            throw sent.failure();
        }
        return new Reported(sent.status(), answer, sent.retryAfter());
    }

    private static byte[] bytes(IncomingCall call) {
        try {
            return WireJson.mapper().writeValueAsBytes(call);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the call cannot be written as JSON", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return secret == null ? "SipFrontEnd[unsigned]" : "SipFrontEnd[secret redacted]";
    }

    /** Aborts reports in progress. */
    @Override
    public void close() {
        transport.close();
    }
}
