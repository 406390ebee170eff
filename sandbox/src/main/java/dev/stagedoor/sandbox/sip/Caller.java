// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.util.HashMap;
import java.util.Map;

/**
 * Somebody who calls, and the carrier that brings the call.
 *
 * @param from the caller's number as the carrier writes it, such as {@code +442079460123} or {@code anonymous}
 * @param to the number called
 * @param address the IP address that the INVITE comes from
 * @param host the host in the INVITE's From
 * @param login what the carrier authenticates with, if asked
 * @param headers of the INVITE, such as {@code X-Twilio-CallSid}
 * @param refer what the carrier does when the call is transferred
 */
public record Caller(
        String from, String to, String address, String host, SipLogin login, Map<String, String> headers, Refer refer) {
    private static final String ADDRESS = "192.0.2.10";

    /** Copies the headers. */
    public Caller {
        headers = Map.copyOf(headers);
    }

    /** A caller without a password, from 192.0.2.10. */
    public static Caller of(String from, String to) {
        return new Caller(from, to, ADDRESS, ADDRESS, SipLogin.NONE, Map.of(), Refer.COMPLETES);
    }

    /** The same caller with a user name and a password. */
    public Caller with(String username, String password) {
        return new Caller(from, to, address, host, new SipLogin(username, password), headers, refer);
    }

    /** The same caller from another IP address. */
    public Caller at(String otherAddress) {
        return new Caller(from, to, otherAddress, otherAddress, login, headers, refer);
    }

    /** The same caller, claiming to be at another host. */
    public Caller claiming(String otherHost) {
        return new Caller(from, to, address, otherHost, login, headers, refer);
    }

    /** The same caller with one more header. */
    public Caller header(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Caller(from, to, address, host, login, more, refer);
    }

    /** The same caller, whose carrier treats a transfer like this. */
    public Caller transferring(Refer other) {
        return new Caller(from, to, address, host, login, headers, other);
    }

    /** What a carrier does with a REFER. */
    public enum Refer {
        /** Connects the caller to the other telephone, and hangs up on LiveKit. */
        COMPLETES,
        /** Never says anything: LiveKit gives up waiting, and the call goes on. */
        UNANSWERED,
        /** Declines with 603, as a trunk that must not transfer does. */
        DECLINES
    }
}
