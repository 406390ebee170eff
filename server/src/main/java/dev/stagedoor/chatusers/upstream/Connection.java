// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.Place;
import org.jspecify.annotations.Nullable;

/**
 * An app user's connection: its place on a chat user, to be closed with it.
 *
 * @param upstream where the chat goes on; null if its chat user lives here
 */
public record Connection(Place place, @Nullable UpstreamAccess upstream) implements AutoCloseable {
    /** Gives the place back. */
    @Override
    public void close() {
        place.close();
    }
}
