// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.livekit.ServerUrl;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A URL at an issuer. Whoever can change what it answers can sign as the issuer, so it is {@code https}; {@code http} is
 * for this machine only.
 *
 * @param server as it is connected to: the guard of addresses and the client must not differ about the host
 * @param rest   the path and the query
 */
record FetchUrl(ServerUrl server, String rest) {
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    /**
     * Parses it.
     *
     * @throws IllegalArgumentException saying what is wrong, for whoever wrote it
     */
    static FetchUrl of(String text) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("must begin with https://");
        }
        if (uri.getRawAuthority() == null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must have a host, and no fragment");
        }
        ServerUrl server = ServerUrl.parse(scheme + "://" + uri.getRawAuthority());
        if (!server.secure() && !isThisMachine(server)) {
            throw new IllegalArgumentException("must begin with https://");
        }
        String query = uri.getRawQuery();
        return new FetchUrl(server, uri.getRawPath() + (query == null ? "" : '?' + query));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL", e);
        }
    }

    private static boolean isThisMachine(ServerUrl server) {
        return server.host().equals("localhost")
                || server.literalAddress().map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /**
     * Where the issuer's discovery document is (OpenID Connect Discovery 1.0, section 4).
     *
     * @throws IllegalArgumentException saying what is wrong with the issuer
     */
    static FetchUrl discovery(String issuer) {
        if (issuer.indexOf('?') >= 0) {
            throw new IllegalArgumentException("must not have a query");
        }
        return of((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + DISCOVERY);
    }

    URI uri() {
        return URI.create(server.http() + rest);
    }
}
