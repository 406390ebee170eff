// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ServerUrl;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * The URL of an endpoint. It is {@code https}, since what is sent is nobody else's business; {@code http} only to an
 * address that is not public and that egress permits, as on a developer's machine.
 *
 * @param server as it is connected to: the guard of addresses and the client must not differ about the host
 * @param rest   the path and the query
 */
record EndpointUrl(ServerUrl server, String rest) {
    private static final String FIELD = "url";
    private static final Egress PUBLIC = new Egress(EgressConfig.publicOnly());

    /**
     * Parses what a tenant wrote.
     *
     * @throws Problem {@code invalid_request} saying what is wrong, and what would be right
     */
    static EndpointUrl of(String text, Egress egress) {
        EndpointUrl url = parsed(text);
        if (!url.server.secure() && !url.isPermittedNearby(egress)) {
            throw Problem.invalid(
                    FIELD,
                    "must begin with https://. http:// is for 127.0.0.1, localhost and private addresses that"
                            + " egress.allow of the server's configuration lists");
        }
        return url;
    }

    /** Parses one that was checked when it was stored. */
    static EndpointUrl parsed(String text) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw Problem.invalid(FIELD, "must begin with https://");
        }
        if (uri.getRawAuthority() == null) {
            throw Problem.invalid(FIELD, "must name a host, as https://backend.example.com/webhooks does");
        }
        if (uri.getRawFragment() != null) {
            throw Problem.invalid(FIELD, "must have no fragment: leave out # and what follows");
        }
        if (uri.getRawAuthority().indexOf('@') >= 0) {
            throw Problem.invalid(FIELD, "must hold no user and password: verify the signature instead");
        }
        String query = uri.getRawQuery();
        return new EndpointUrl(
                server(scheme + "://" + uri.getRawAuthority()),
                (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + (query == null ? "" : '?' + query));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw Problem.invalid(FIELD, "is not a URL: encode what is not allowed in one, a space as %20");
        }
    }

    private static ServerUrl server(String text) {
        try {
            return ServerUrl.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(FIELD, "has an invalid host or port");
        }
    }

    private boolean isPermittedNearby(Egress egress) {
        if (server.host().equals("localhost")) {
            return egress.permits(InetAddress.getLoopbackAddress());
        }
        return server.literalAddress()
                .filter(address -> !PUBLIC.permits(address) && egress.permits(address))
                .isPresent();
    }

    URI uri() {
        return URI.create(server.http() + rest);
    }

    /** Without the query, which may hold a credential. */
    @Override
    public String toString() {
        return server.http();
    }

    /** As it is stored and shown. */
    String text() {
        return server.http() + rest;
    }
}
