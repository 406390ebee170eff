// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import org.jspecify.annotations.Nullable;

/** A runtime could not be asked: its daemon or API server is gone, slow, or has too much to do. Worth asking again. */
public final class RuntimeUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Because of what happened; without secrets. */
    public RuntimeUnavailable(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
