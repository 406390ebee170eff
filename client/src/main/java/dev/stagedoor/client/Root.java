// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.client.http.Request;
import dev.stagedoor.client.http.Transport;

/** The path prefix of a tenant's resources: {@code /api/v1}, or {@code /api/v1/tenants/{tenant}} for an operator. */
record Root(Transport transport, String path) {
    static final String API = "/api/v1";

    static Root own(Transport transport) {
        return new Root(transport, API);
    }

    static Root of(Transport transport, String tenant) {
        return new Root(transport, API + "/tenants/" + Request.encoded(tenant));
    }

    /** A path below it, with encoded segments. */
    String at(String... segments) {
        StringBuilder text = new StringBuilder(path);
        for (String segment : segments) {
            text.append('/').append(Request.encoded(segment));
        }
        return text.toString();
    }

    /** A request for one page of a list below it. */
    Request list(PageRequest page, String... segments) {
        return Request.get(at(segments)).with("limit", page.limit()).with("after", page.after());
    }

    <T> T send(Request request, Class<T> answer) {
        return transport.send(request, answer);
    }
}
