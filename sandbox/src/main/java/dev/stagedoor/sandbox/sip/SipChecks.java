// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What LiveKit refuses in a request, in its own words and order (protocol 1.45.3, which server 1.11.0 has). */
final class SipChecks {
    private static final Set<String> FORBIDDEN = Set.of(
            "accept",
            "accept-encoding",
            "accept-language",
            "allow",
            "allow-events",
            "call-id",
            "contact",
            "content-encoding",
            "content-length",
            "content-type",
            "cseq",
            "event",
            "expires",
            "from",
            "max-forwards",
            "record-route",
            "refer-to",
            "reply-to",
            "k",
            "l",
            "m",
            "o",
            "r",
            "t",
            "u",
            "v");
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_VALUE = 1024;
    private static final int LONGEST_DISPLAY_NAME = 128;
    private static final String TOKEN = "-.!%*_+`'~";

    private SipChecks() {}

    static SandboxRefusal invalid(String message) {
        return SandboxRefusal.of(TwirpCode.INVALID_ARGUMENT, message);
    }

    static void trunk(InboundTrunkView trunk) {
        SipLogin login = trunk.login();
        boolean guarded = !login.username().isEmpty() || !login.password().isEmpty();
        if (!guarded && trunk.allowedAddresses().isEmpty() && trunk.numbers().isEmpty()) {
            throw invalid("for security, one of the fields must be set: AuthUsername+AuthPassword, AllowedAddresses or"
                    + " Numbers");
        }
        headers(trunk.headers());
        headerNames(trunk.attributesToHeaders().values());
        headerNames(trunk.headersToAttributes().keySet());
    }

    static void trunk(OutboundTrunkView trunk) {
        if (trunk.numbers().isEmpty()) throw invalid("no trunk numbers specified");
        if (trunk.address().isEmpty()) throw invalid("no outbound address specified");
        host(trunk.address(), "trunk address");
        host(trunk.fromHost(), "from_host");
        headers(trunk.headers());
        headerNames(trunk.attributesToHeaders().values());
        headerNames(trunk.headersToAttributes().keySet());
    }

    static void rule(DispatchRuleView rule) {
        if (rule.routing() == null) throw invalid("missing rule");
    }

    static void dial(DialRequest request) {
        if (request.trunkId().isEmpty()) throw invalid("missing sip trunk id");
        if (request.callTo().isEmpty()) throw invalid("missing sip callee number");
        if (request.callTo().contains("@")) {
            throw invalid("SipCallTo should be a phone number or SIP user, not a full SIP URI");
        }
        if (request.participant().room().isEmpty()) throw invalid("missing room name");
        displayName(request.options().displayName());
        headers(request.headers());
    }

    private static void displayName(String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_DISPLAY_NAME) {
            throw invalid("DisplayName too long (max 128 characters)");
        }
        if (name.indexOf('\n') >= 0 || name.indexOf('"') >= 0) {
            throw invalid("DisplayName must be a valid quoted string: invalid syntax");
        }
    }

    static void transfer(String target) {
        if (target.isEmpty()) throw invalid("missing transfer to");
        boolean bracketed = target.startsWith("<") && target.endsWith(">");
        String uri = bracketed ? target.substring(1, target.length() - 1) : target;
        if (!uri.startsWith("sip:") && !uri.startsWith("sips:") && !uri.startsWith("tel:")) {
            throw invalid("transfer_to must be a valid SIP(s) or TEL URI (sip:, sips: or tel:)");
        }
    }

    private static void host(String value, String field) {
        if (value.contains("transport=")) throw invalid(field + " should not contain transport parameter");
        boolean uri =
                value.contains("@") || value.contains(";") || value.startsWith("sip:") || value.startsWith("sips:");
        if (uri) throw invalid(field + " should be a hostname or IP, not SIP URI");
    }

    /** Checked in the order of their names, where LiveKit's is random. */
    static void headers(Map<String, String> headers) {
        new TreeMap<>(headers).forEach((name, value) -> {
            headerName(name);
            if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
                throw invalid("invalid header name: header name " + name + " not supported");
            }
            headerValue(name, value);
        });
    }

    private static void headerNames(Collection<String> names) {
        names.stream().sorted().forEach(SipChecks::headerName);
    }

    private static void headerName(String name) {
        if (name.isEmpty()) throw invalid("invalid header name: header name cannot be empty");
        if (name.length() > LONGEST_NAME) {
            throw invalid("invalid header name: header name too long (max 255 characters)");
        }
        name.chars().filter(letter -> !isToken(letter)).findFirst().ifPresent(letter -> {
            throw invalid(
                    "invalid header name: header name " + name + " contains invalid characters: " + notAllowed(letter));
        });
    }

    private static void headerValue(String name, String value) {
        String where = "invalid header value for " + name + ": header " + name + ": value";
        if (value.length() > LONGEST_VALUE) throw invalid(where + " too long (max 1024 characters)");
        value.chars()
                .filter(letter -> (letter < ' ' && letter != '\t') || letter == 0x7F)
                .findFirst()
                .ifPresent(letter -> {
                    throw invalid(where + ": " + notAllowed(letter));
                });
    }

    private static boolean isToken(int letter) {
        boolean plain = (letter >= '0' && letter <= '9')
                || (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z');
        return plain || TOKEN.indexOf(letter) >= 0;
    }

    private static String notAllowed(int letter) {
        return letter > 0x7F
                ? "char " + letter + " out of range, consider explicilty adding utf8 characters"
                : "char " + letter + " not allowed";
    }
}
