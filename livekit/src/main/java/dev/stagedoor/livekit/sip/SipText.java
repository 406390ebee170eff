// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may appear in a request. A refusal names the field, never the value: a phone number is somebody's. */
final class SipText {
    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern USER = Pattern.compile("\\+?[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HOST = Pattern.compile(
            "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}])(?::[1-9][0-9]{0,4})?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,127}");
    private static final Pattern OWN_HEADER = Pattern.compile("[Xx]-[A-Za-z0-9_-]{1,126}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7E]{0,1024}");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");
    private static final Pattern LENGTH = Pattern.compile("[1-9][0-9]{0,2}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");
    private static final int LONGEST_TEXT = 256;
    private static final Duration LONGEST_CALL = Duration.ofHours(24);

    private SipText() {}

    /** E.164 with its plus: LiveKit compares a rule's numbers as exact strings, so there is one spelling. */
    static String number(String field, String value) {
        return require(NUMBER.matcher(value).matches(), field, "a phone number in E.164, such as +442079460123", value);
    }

    static List<String> numbers(String field, Collection<String> values) {
        values.forEach(value -> number(field, value));
        return List.copyOf(values);
    }

    /** The user part of a SIP URI: a number or a name. */
    static String user(String field, String value) {
        return require(USER.matcher(value).matches(), field, "a phone number or a SIP user", value);
    }

    static boolean isNumber(String value) {
        return NUMBER.matcher(value).matches();
    }

    static boolean isUser(String value) {
        return USER.matcher(value).matches();
    }

    static boolean isHost(String value) {
        return HOST.matcher(value).matches() && portFits(value);
    }

    private static boolean portFits(String value) {
        int colon = value.lastIndexOf(':');
        return colon <= value.lastIndexOf(']') || Integer.parseInt(value.substring(colon + 1)) <= 0xFFFF;
    }

    static String host(String field, String value) {
        return require(isHost(value), field, "a host with or without a port, and no sip:", value);
    }

    /**
     * Addresses and networks, such as {@code 192.0.2.0/30}. LiveKit skips what it cannot read, and a list that it
     * cannot read at all is open to everyone.
     */
    static List<String> networks(String field, Collection<String> values) {
        values.forEach(value ->
                require(isNetwork(value), field, "addresses or networks in CIDR notation, none of them /0", value));
        return List.copyOf(values);
    }

    private static boolean isNetwork(String value) {
        int slash = value.indexOf('/');
        var address = slash < 0 ? value : value.substring(0, slash);
        boolean four = IPV4.matcher(address).matches();
        if (!four && !isIpv6(address)) {
            return false;
        }
        if (slash < 0) {
            return true;
        }
        var length = value.substring(slash + 1);
        return LENGTH.matcher(length).matches() && Integer.parseInt(length) <= (four ? 32 : 128);
    }

    private static boolean isIpv6(String address) {
        if (!IPV6.matcher(address).matches() || address.indexOf(':') < 0) {
            return false;
        }
        try {
            return InetAddress.ofLiteral(address).getAddress().length == 16;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** Headers to send: only extension headers, since the others are the protocol's. */
    static Map<String, String> headers(String field, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            require(OWN_HEADER.matcher(name).matches(), field, "headers whose names start with X-", name);
            require(
                    HEADER_VALUE.matcher(value).matches(),
                    field,
                    "values of up to 1024 printable ASCII characters",
                    value);
        });
        return Map.copyOf(headers);
    }

    /** From a received header's name to an attribute's. */
    static Map<String, String> headersToAttributes(String field, Map<String, String> names) {
        names.forEach((header, attribute) -> {
            require(HEADER.matcher(header).matches(), field, "names of headers", header);
            line(field, attribute);
        });
        return Map.copyOf(names);
    }

    /** From an attribute's name to that of a header to send. */
    static Map<String, String> attributesToHeaders(String field, Map<String, String> names) {
        names.forEach((attribute, header) -> {
            line(field, attribute);
            require(OWN_HEADER.matcher(header).matches(), field, "headers whose names start with X-", header);
        });
        return Map.copyOf(names);
    }

    /** One line of text, perhaps empty. */
    static String line(String field, String value) {
        return require(
                !CONTROL.matcher(value).find() && value.getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT,
                field,
                "one line of up to " + LONGEST_TEXT + " bytes",
                value);
    }

    static @Nullable Duration duration(String field, @Nullable Duration value) {
        if (value == null) {
            return null;
        }
        boolean fits = value.toSeconds() >= 1 && value.compareTo(LONGEST_CALL) <= 0;
        if (!fits) {
            throw new IllegalArgumentException(field + " must be from one second to 24 hours");
        }
        return value;
    }

    static String require(boolean fits, String field, String what, String value) {
        if (!fits) {
            throw new IllegalArgumentException(field + " must be " + what + (value.isEmpty() ? ", and is empty" : ""));
        }
        return value;
    }
}
