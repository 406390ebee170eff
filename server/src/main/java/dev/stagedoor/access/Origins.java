// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The origins of publishable keys: exact ones, {@code https://app.example.com}, as in a browser's {@code Origin}
 * header. {@code http} is allowed for the local machine only ({@code localhost}, {@code 127.0.0.1}, {@code [::1]}); if
 * the configuration allows it, {@code http://localhost:*} matches every port, for development.
 */
final class Origins {
    static final String ANY_LOCALHOST = "http://localhost:*";

    private static final String LOCALHOST = "http://localhost";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
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
            return canonical(field, new URI(origin));
        } catch (URISyntaxException e) {
            throw notAnOrigin(field);
        }
    }

    private static String canonical(String field, URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean bare = "".equals(uri.getRawPath())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        if (host.isEmpty() || !bare || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw notAnOrigin(field);
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && THIS_MACHINE.contains(host))) {
            throw Problem.invalid(field, "must begin with https:// (http:// for localhost only)");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return scheme + "://" + host + port;
    }

    private static Problem notAnOrigin(String field) {
        return Problem.invalid(field, "must be an origin such as https://app.example.com, without a path");
    }

    /** Whether a request from an origin may use a key with these origins; false without an origin. */
    static boolean admit(Set<String> allowed, String origin) {
        return allowed.contains(origin) || (allowed.contains(ANY_LOCALHOST) && isLocalhost(origin));
    }

    /** Which of a key's origins match this one. */
    static List<String> admitting(String origin) {
        return isLocalhost(origin) ? List.of(origin, ANY_LOCALHOST) : List.of(origin);
    }

    private static boolean isLocalhost(String origin) {
        return origin.equals(LOCALHOST) || origin.startsWith(LOCALHOST + ':');
    }
}
