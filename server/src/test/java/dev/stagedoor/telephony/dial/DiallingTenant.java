// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.sip.FarEnd;
import dev.stagedoor.sandbox.sip.SandboxSip;
import dev.stagedoor.sandbox.sip.SipCall;
import java.util.List;

/** A tenant with an agent, a number, a trunk to its carrier, and leave to call Britain. */
final class DiallingTenant implements AutoCloseable {
    static final String TRUNK = "/api/v1/outbound-trunk";
    static final String SETTINGS = "/api/v1/dial-settings";

    private final TestServer server;
    private final TestTenant tenant;
    private final String number;

    DiallingTenant(TestServer server, String slug, String number) {
        this.server = server;
        this.tenant = new TestTenant(server, slug).withAgent("demo");
        this.number = number;
        owns(number);
        done(backend()
                .put(TRUNK, "{\"address\":\"sip.example.com\",\"username\":\"acme\",\"password\":\"a password\"}"));
        allow("{\"countries\":[\"GB\"]}");
    }

    TestTenant tenant() {
        return tenant;
    }

    String number() {
        return number;
    }

    Caller backend() {
        return tenant.backend();
    }

    SandboxSip sip() {
        return tenant.livekit().sip();
    }

    void owns(String another) {
        done(server.operator()
                .post(tenant.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(another)));
    }

    /** What an operator allows it. */
    void allow(String settings) {
        done(server.operator().put(tenant.path("/dial-settings"), settings));
    }

    /** Asks for a call to that number, with other fields of the request. */
    Answer ask(String to, String more) {
        return backend().post("/api/v1/calls", body(to, more));
    }

    static String body(String to, String more) {
        return "{\"agent_slug\":\"demo\",\"to\":\"%s\"%s}".formatted(to, more);
    }

    /** Places a call to that number, at which this happens; returns once it is being dialled. */
    String call(String to, FarEnd farEnd) {
        sip().farEnd(to, farEnd);
        return done(ask(to, ",\"ring_timeout\":5")).at("/call_id");
    }

    /** What the API says of a call. */
    JsonNode shown(String call) {
        return done(backend().get("/api/v1/calls/" + call)).json();
    }

    String state(String call) {
        return shown(call).at("/phone/state").asText();
    }

    /** Waits until the phone's side of it is in that state. */
    JsonNode await(String call, String state) {
        until(call + " is " + state, () -> state(call).equals(state));
        return shown(call);
    }

    void awaitEnd(String call) {
        until(call + " ends", () -> shown(call).at("/status").asText().equals("ended"));
    }

    /** Calls that went out, oldest first. */
    List<SipCall> dialled() {
        return sip().calls();
    }

    @Override
    public void close() {
        tenant.close();
    }
}
