// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.files;

import java.time.Instant;

/**
 * A file of an app user.
 *
 * @param id        {@code file_…}
 * @param name      what its user called it; safe to display, not to use as a path
 * @param mediaType what its bytes are
 * @param size      in bytes
 */
public record UserFile(String id, String name, String mediaType, long size, Instant createdAt) {
    /** Whether it is a picture that browsers and models know. */
    public boolean isImage() {
        return mediaType.startsWith("image/");
    }

    /** Whether models know how to read it. */
    public boolean isReadable() {
        return isImage() || isText() || isPdf();
    }

    /** Whether it is a PDF document. */
    public boolean isPdf() {
        return mediaType.equals("application/pdf");
    }

    /** Whether it is text. */
    public boolean isText() {
        return mediaType.equals(MediaTypes.TEXT);
    }
}
