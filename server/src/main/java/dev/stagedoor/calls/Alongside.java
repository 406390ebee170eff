// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.ChangeTx;

/** What a source of calls stores with a call that it starts: in the same change, so that there is never one without the other. */
@FunctionalInterface
public interface Alongside {
    /** Nothing. */
    Alongside NOTHING = (change, call) -> {};

    /** The call is new and is stored if the change commits. */
    void started(ChangeTx change, Call call);
}
