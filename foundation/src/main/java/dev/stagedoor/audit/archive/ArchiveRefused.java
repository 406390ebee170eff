// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.archive;

import org.jspecify.annotations.Nullable;

/** Why nothing was archived, or no more than was said before: a sentence for an operator. Nothing is lost. */
public final class ArchiveRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    ArchiveRefused(String why) {
        super(why);
    }

    ArchiveRefused(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
