// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.audit.ChangeTx;

/** What a feature deletes when a tenant erases one of its app users, in the same commit. */
@FunctionalInterface
public interface UserErasure {
    /** Deletes what there is of that user; how much that was. */
    int erase(ChangeTx change, String user);
}
