// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** Puts a {@link WireContext} between each socket and Helidon's HTTP/1.1. */
public final class WireSelector implements ServerConnectionSelector {
    private final Http1ConnectionSelector http;
    private final Runnable begins;

    /** {@code begins} is called, on the connection's thread, at the first byte of each request. */
    public WireSelector(Http1ConnectionSelector http, Runnable begins) {
        this.http = http;
        this.begins = begins;
    }

    /** Tells each connection how a request's body is framed; without it no body can be read. */
    public static Http1ConnectionListener framing() {
        return new Http1ConnectionListener() {
            @Override
            public void headers(ConnectionContext context, Headers headers) {
                if (context instanceof WireContext wire) {
                    framed(wire, headers);
                }
            }
        };
    }

    private static void framed(WireContext wire, Headers headers) {
        BodyFraming framing = BodyFraming.of(headers);
        if (framing == BodyFraming.CHUNKED && headers instanceof WritableHeaders<?> own) {
            // Codings have no case; Helidon knows this spelling only, and would take the body for a request.
            own.set(HeaderValues.TRANSFER_ENCODING_CHUNKED);
        }
        long length = framing == BodyFraming.LENGTH
                ? Long.parseLong(headers.get(HeaderNames.CONTENT_LENGTH).get())
                : 0;
        wire.body(framing, length);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return http.connection(new WireContext(context, begins));
    }
}
