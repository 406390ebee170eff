// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a call is connected to: a LiveKit's SIP service, and how. Nothing in it can change the meaning of the document, the URI
 * or the SIP request that it is put into: what might is refused by {@link IllegalArgumentException}, which quotes nothing.
 *
 * @param number    the called number, in E.164: the user of the URI, by which LiveKit finds the trunk
 * @param host      of LiveKit's SIP service, maybe with a port
 * @param headers   of the INVITE, to find the call again: names begin with {@code X-}
 */
public record SipDestination(
        String number,
        String host,
        Transport transport,
        Login login,
        Map<String, String> headers,
        Ringing ringing,
        Callbacks callbacks) {
    private static final int LONGEST_URI = 254;
    private static final int LONGEST_HEADERS = 1023;
    private static final int MOST_HEADERS = 8;
    private static final Pattern NUMBER = Pattern.compile(NumberRequest.E164);
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?){0,30}"
                    + "(:[1-9][0-9]{0,4})?");
    private static final Pattern HEADER = Pattern.compile("X-[A-Za-z0-9][A-Za-z0-9-]{0,61}");

    /** What needs no escape in a SIP URI, and has no meaning in a list of headers. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    public SipDestination {
        require(NUMBER.matcher(number).matches(), "the number is not in E.164");
        require(HOST.matcher(host).matches(), "the host is not a host name, maybe with a port");
        require(headers.size() <= MOST_HEADERS, "more than " + MOST_HEADERS + " headers");
        headers.forEach((name, value) -> {
            require(HEADER.matcher(name).matches(), "a header's name does not begin with X-, or has other characters");
            require(
                    HEADER_VALUE.matcher(value).matches(),
                    "a header's value has other characters than letters, digits, . _ -");
        });
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        require(uri(number, host, transport).length() <= LONGEST_URI, "the URI has more than 254 characters");
        require(query(headers).length() <= LONGEST_HEADERS, "the headers have more than 1,023 characters");
    }

    /** How SIP is sent. Carriers have different defaults, so it is always said. */
    public enum Transport {
        TCP,
        TLS;

        /** As a URI says it. */
        String inUri() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the SIP trunk asks for (digest authentication). */
    public record Login(String user, Secret password) {
        private static final Pattern USER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
        private static final Pattern PASSWORD = Pattern.compile("[!#-&(-;=?-\\[\\]-~]{8,128}");

        public Login {
            require(USER.matcher(user).matches(), "the user has other characters than letters, digits, . _ -");
            require(
                    PASSWORD.matcher(password.revealText()).matches(),
                    "the password must have 8 to 128 visible ASCII characters, without quotation marks, <, > and \\");
        }
    }

    /**
     * How long the caller hears it ring.
     *
     * @param timeout        5 to 600 s
     * @param answerOnBridge whether the caller is answered only when LiveKit answers; otherwise at once, billed, and in silence
     */
    public record Ringing(Duration timeout, boolean answerOnBridge) {
        public Ringing {
            require(
                    timeout.compareTo(Duration.ofSeconds(5)) >= 0 && timeout.compareTo(Duration.ofMinutes(10)) <= 0,
                    "the timeout must be 5 to 600 s");
        }

        /** In whole seconds, but at most so many. */
        public long seconds(long most) {
            return Math.min(timeout.toSeconds(), most);
        }
    }

    /**
     * Where the carrier reports, each by a POST.
     *
     * @param action when the dialled leg is over; the answer says what becomes of the caller
     * @param status each step of the dialled leg
     */
    public record Callbacks(Optional<URI> action, Optional<URI> status) {
        private static final int LONGEST = 1024;

        /** It reports nowhere. */
        public static final Callbacks NONE = new Callbacks(Optional.empty(), Optional.empty());

        public Callbacks {
            action.ifPresent(Callbacks::requireUrl);
            status.ifPresent(Callbacks::requireUrl);
        }

        private static void requireUrl(URI url) {
            boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            boolean plain = url.getHost() != null && url.getRawUserInfo() == null && url.getRawFragment() == null;
            String text = url.toString();
            boolean ascii = text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\'');
            require(
                    http && plain && ascii && text.length() <= LONGEST,
                    "a callback must be an absolute http or https URL without user and fragment");
        }
    }

    /** {@code sip:+442079460107@sip.example;transport=tcp}, of at most 254 characters, which no form needs to escape. */
    public String uri() {
        return uri(number, host, transport);
    }

    private static String uri(String number, String host, Transport transport) {
        return "sip:" + number + '@' + host + ";transport=" + transport.inUri();
    }

    /** The URI with the headers behind it, as RFC 3261 §19.1.1 has them: {@code sip:…;transport=tcp?X-Call=1&X-Try=2}. */
    public String uriWithHeaders() {
        return headers.isEmpty() ? uri() : uri() + '?' + query(headers);
    }

    private static String query(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + '=' + header.getValue())
                .collect(Collectors.joining("&"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
