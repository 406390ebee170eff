// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.util.Map;
import java.util.TreeMap;

/** The beginning of an INVITE as LiveKit would write it: whatever is in a number or a name goes in as it is. */
final class Invite {
    private static final String LINE = "\r\n";

    private Invite() {}

    static String of(Caller caller) {
        return of(caller.to(), caller.host(), caller.from(), caller.headers());
    }

    static String of(DialRequest request, OutboundTrunkView trunk, String number) {
        Map<String, String> headers = new TreeMap<>(trunk.headers());
        headers.putAll(request.headers());
        return of(request.callTo(), trunk.address(), number, headers);
    }

    private static String of(String to, String host, String from, Map<String, String> headers) {
        StringBuilder text = new StringBuilder();
        text.append("INVITE sip:")
                .append(to)
                .append('@')
                .append(host)
                .append(" SIP/2.0")
                .append(LINE);
        text.append("To: <sip:").append(to).append('@').append(host).append('>').append(LINE);
        text.append("From: <sip:").append(from).append("@sandbox>").append(LINE);
        new TreeMap<>(headers)
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append(LINE));
        return text.append(LINE).toString();
    }
}
