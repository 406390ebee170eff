// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * The origins of publishable keys: exact ones, {@code https://app.example.com} or an app's own scheme, {@code
 * capacitor://localhost}, as in the {@code Origin} header of a browser or web view. {@code http} is allowed for the local
 * machine only ({@code localhost}, {@code 127.0.0.1}, {@code [::1]}); if the configuration allows it, for development, also
 * for private addresses, and {@code http://localhost:*} matches every port.
 */
final class Origins {
    static final String ANY_LOCALHOST = "http://localhost:*";

    private static final String LOCALHOST = "http://localhost";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Schemes whose documents have no origin of their own, or that are not of documents. */
    private static final Set<String> NO_ORIGINS =
            Set.of("about", "blob", "content", "data", "file", "ftp", "javascript", "ws", "wss");

    private static final int LONGEST = 256;

    private Origins() {}

    /** The origin as a browser sends it; errors name {@code field}. */
    static String checked(String field, String origin, boolean anyLocalhost) {
        if (origin.equals(ANY_LOCALHOST)) {
            if (!anyLocalhost) {
                throw Problem.invalid(field, ANY_LOCALHOST + " is for development: this server does not allow it");
            }
            return origin;
        }
        if (origin.length() > LONGEST) {
            throw Problem.invalid(field, "must be at most " + LONGEST + " characters");
        }
        try {
            return canonical(field, new URI(origin), anyLocalhost);
        } catch (URISyntaxException e) {
            throw notAnOrigin(field);
        }
    }

    private static String canonical(String field, URI uri, boolean development) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean bare = "".equals(uri.getRawPath())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        if (host.isEmpty() || !bare || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw notAnOrigin(field);
        }
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web && (NO_ORIGINS.contains(scheme) || uri.getPort() >= 0)) {
            throw notAnOrigin(field);
        }
        boolean near = THIS_MACHINE.contains(host) || (development && isPrivate(host));
        if (scheme.equals("http") && !near) {
            throw Problem.invalid(field, "must begin with https:// (http:// for localhost only)");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return scheme + "://" + host + port;
    }

    private static boolean isPrivate(String host) {
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", ""));
            boolean unique = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
            return unique || address.isSiteLocalAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static Problem notAnOrigin(String field) {
        return Problem.invalid(field, "must be an origin such as https://app.example.com, without a path");
    }

    /** Whether a request from an origin may use a key with these origins; false without an origin. */
    static boolean admit(Set<String> allowed, String origin) {
        return allowed.contains(origin) || (allowed.contains(ANY_LOCALHOST) && isLocalhost(origin));
    }

    private static boolean isLocalhost(String origin) {
        return origin.equals(LOCALHOST) || origin.startsWith(LOCALHOST + ':');
    }
}
