// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.vendor;

import dev.stagedoor.kernel.Problem;
import java.util.Map;

/**
 * A reply of another server, passed on as it arrives: runs on the request's (virtual) thread and returns at its end. It is
 * interrupted when the client leaves or its permission ends.
 */
@FunctionalInterface
public interface PassedReply {
    /** Passes the reply on; what is thrown before {@link Sink#begin} is replied as a problem. */
    void run(Sink sink) throws InterruptedException;

    /** What is written after all else if the permission ends in the middle; nothing unless overridden. */
    default byte[] lastWords(Problem ended) {
        return new byte[0];
    }

    /** The client. */
    interface Sink {
        /** Begins the reply. */
        void begin(int status, String contentType, Map<String, String> headers);

        /** Sends bytes on at once. Throws if the client has left. */
        void write(byte[] bytes, int length);

        /** Sends the last bytes on, and with them the end of the reply. Throws if the client has left. */
        void end(byte[] bytes, int length);
    }
}
