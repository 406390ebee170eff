// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** An answer, of which the body is still arriving. Once it has been read to its end, its connection serves the next call. */
final class Answered implements HttpResponse {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final IdleStreams.Watch watch;
    private final InputStream body;

    Answered(HttpUriRequestBase request, ClassicHttpResponse response, IdleStreams.Watch watch) throws IOException {
        this.request = request;
        this.response = response;
        this.watch = watch;
        HttpEntity entity = response.getEntity();
        this.body = new Body(watch.body(entity == null ? InputStream.nullInputStream() : entity.getContent()));
    }

    @Override
    public int statusCode() {
        return response.getCode();
    }

    /** The value of the first header of that name; null if there is none. */
    @Nullable
    String header(String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public Headers headers() {
        Headers.Builder headers = Headers.builder();
        for (Header header : response.getHeaders()) {
            headers.put(header.getName(), header.getValue() == null ? "" : header.getValue());
        }
        return headers.build();
    }

    @Override
    public InputStream body() {
        return body;
    }

    /** Whoever has not read it to its end wants no more of it: then the connection is closed, so that the provider stops. */
    @Override
    public void close() {
        watch.over();
        request.cancel();
    }

    private final class Body extends FilterInputStream {
        Body(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int got = in.read(into, from, most);
            if (got < 0) {
                watch.over();
            }
            return got;
        }

        /** Not of the library's stream, which would read the rest first. */
        @Override
        public void close() {
            Answered.this.close();
        }
    }
}
