// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.http.signed.RawBody;
import dev.stagedoor.kernel.DataSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kind of body that a route takes. */
public sealed interface Takes<B> {
    /** The type passed to the handler. */
    Class<B> type();

    /** No body; an empty JSON object is tolerated. */
    record Nothing() implements Takes<NoBody> {
        @Override
        public Class<NoBody> type() {
            return NoBody.class;
        }
    }

    /**
     * JSON, read strictly into a record and checked by its constraints.
     *
     * @param most the largest body, of which one string may take all: the record must bound each of its texts; null for
     *     {@code http.max_body}, and strings of up to 128 KiB
     */
    record Json<B>(Class<B> type, @Nullable Most most) implements Takes<B> {}

    /**
     * The largest body of a route.
     *
     * @param setting the key of the setting that says so, for whoever is refused
     */
    record Most(DataSize size, String setting) {}

    /** {@code application/x-www-form-urlencoded} or {@code multipart/form-data}, within its limits. */
    record FormData(Form.Limits limits) implements Takes<Form> {
        @Override
        public Class<Form> type() {
            return Form.class;
        }
    }

    /**
     * Bytes of whatever content type, which the handler reads by {@link Exchange#signed}: of senders whose signature says that
     * they are as they were sent.
     *
     * @param contentTypes those that its senders use, for the documents
     */
    record Sent(List<String> contentTypes, DataSize longest) implements Takes<RawBody> {
        @Override
        public Class<RawBody> type() {
            return RawBody.class;
        }
    }

    /**
     * Bytes of one content type, such as {@code application/webhook+json}, which the handler reads itself.
     *
     * @param contentType the only one accepted, in lower case and without parameters
     * @param longest     the largest body
     */
    record Raw(String contentType, DataSize longest) implements Takes<RawBody> {
        @Override
        public Class<RawBody> type() {
            return RawBody.class;
        }
    }
}
