// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a LiveKit server, in canonical form.
 *
 * <p>{@code ws}, {@code wss}, {@code http} and {@code https} are accepted, and {@code ws://h} is the same server as
 * {@code http://h}. The host is in lower case, international names in ASCII form (IDNA 2003), without a trailing dot;
 * the scheme's default port and trailing slashes are dropped; a path is kept. Credentials, query, fragment, percent
 * signs and non-canonical IPv4 addresses ({@code 127.1}, {@code 0x7f.1}) are rejected: two spellings of one server must
 * not pass for two servers.
 */
public final class ServerUrl {
    private static final int LONGEST = 2048;
    private static final int LONGEST_NAME = 253;
    private static final Pattern URL = Pattern.compile("([A-Za-z]{2,5})://([^/]*)(/.*)?", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]*)(?::([0-9]{1,6}))?");
    private static final Pattern NUMBER_AT_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");

    /** The last label begins with a letter; otherwise java.net.URI finds no host. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9-]+\\.)*[a-z][a-z0-9-]*");

    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*");
    private static final Pattern DOTS = Pattern.compile("(?:.*/)?\\.\\.?(?:/.*)?");

    private final boolean secure;
    private final String host;
    private final int port;
    private final String path;
    private final @Nullable InetAddress literal;

    private ServerUrl(boolean secure, String host, int port, String path, @Nullable InetAddress literal) {
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.path = path;
        this.literal = literal;
    }

    /**
     * Parses a URL as people write it.
     *
     * @throws IllegalArgumentException saying what is wrong; the message never repeats the input, which may hold a
     *     password
     */
    public static ServerUrl parse(String text) {
        if (text.length() > LONGEST) {
            throw refused("is longer than " + LONGEST + " characters");
        }
        refuseForeignParts(text);
        var url = URL.matcher(text);
        if (!url.matches()) {
            throw refused("is not of the form wss://host or https://host");
        }
        var secure = switch (url.group(1).toLowerCase(Locale.ROOT)) {
            case "wss", "https" -> true;
            case "ws", "http" -> false;
            default -> throw refused("has a scheme other than wss, ws, https and http");
        };
        var authority = AUTHORITY.matcher(url.group(2));
        if (!authority.matches()) {
            throw refused("has an invalid host or port");
        }
        var name = authority.group(1);
        var literal = name.startsWith("[") ? ipv6(name.substring(1, name.length() - 1)) : null;
        var host = literal == null ? hostName(name) : written(literal);
        if (literal == null && NUMBER_AT_END.matcher(host).matches()) {
            literal = ipv4(host);
        }
        return new ServerUrl(secure, host, port(authority.group(2), secure), path(url.group(3)), literal);
    }

    private static void refuseForeignParts(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '?' -> throw refused("has a query");
                case '#' -> throw refused("has a fragment");
                case '@' -> throw refused("contains credentials (user@host)");
                case '%' -> throw refused("contains a percent sign");
                case '\\' -> throw refused("contains a backslash");
                default -> {
                    if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                        throw refused("contains white space or a control character");
                    }
                }
            }
        }
    }

    private static String hostName(String name) {
        String ascii;
        try {
            ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw refused("has a host that is not a valid name");
        }
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        boolean address = NUMBER_AT_END.matcher(ascii).matches();
        if (ascii.length() > LONGEST_NAME || !(address || NAME.matcher(ascii).matches())) {
            throw refused("has a host that is not a valid name");
        }
        return ascii;
    }

    private static InetAddress ipv4(String host) {
        if (!IPV4.matcher(host).matches()) {
            throw refused("has a host that ends in a number but is not an IPv4 address of four decimal numbers");
        }
        try {
            return Inet4Address.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw refused("has a host that ends in a number but is not an IPv4 address of four decimal numbers");
        }
    }

    private static InetAddress ipv6(String text) {
        try {
            return Inet6Address.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw refused("has a host in brackets that is not an IPv6 address");
        }
    }

    /** The JDK has already converted an IPv4-mapped IPv6 address to IPv4. */
    private static String written(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    private static int port(@Nullable String digits, boolean secure) {
        int port = digits == null ? standardPort(secure) : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw refused("has a port outside 1 to 65535");
        }
        return port;
    }

    private static String path(@Nullable String given) {
        if (given == null) {
            return "";
        }
        int end = given.length();
        while (end > 0 && given.charAt(end - 1) == '/') {
            end--;
        }
        var path = given.substring(0, end);
        if (!PATH.matcher(path).matches() || DOTS.matcher(path).matches()) {
            throw refused("has a path with empty or dotted segments or characters outside a URL's");
        }
        return path;
    }

    private static int standardPort(boolean secure) {
        return secure ? 443 : 80;
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("the server URL " + why);
    }

    /** The canonical form, equal for equal servers. The same as {@link #http()}. */
    public String canonical() {
        return http();
    }

    /** For calls: {@code http://…} or {@code https://…}, without a trailing slash. */
    public String http() {
        return (secure ? "https://" : "http://") + rest();
    }

    /** For clients: {@code ws://…} or {@code wss://…}, without a trailing slash. */
    public String ws() {
        return (secure ? "wss://" : "ws://") + rest();
    }

    private String rest() {
        return host + (port == standardPort(secure) ? "" : ":" + port) + path;
    }

    /** Whether it uses TLS. */
    public boolean secure() {
        return secure;
    }

    /** Lower case, ASCII; an IPv6 address is in brackets. */
    public String host() {
        return host;
    }

    /** The port to connect to, also if it is the scheme's default. */
    public int port() {
        return port;
    }

    /** Empty, or begins with a slash and does not end with one. */
    public String path() {
        return path;
    }

    /** The address, if the host is an IP address rather than a name. */
    public Optional<InetAddress> literalAddress() {
        return Optional.ofNullable(literal);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerUrl url && canonical().equals(url.canonical());
    }

    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    @Override
    public String toString() {
        return canonical();
    }
}
