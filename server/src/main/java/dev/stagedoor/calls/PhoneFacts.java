// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.db.Tx;
import java.util.Optional;

/** What the feature of phone calls, a floor above, knows of a call. */
@FunctionalInterface
public interface PhoneFacts {
    /** The phone's side of the call, with its numbers; empty if it is not by phone. */
    Optional<PhoneView> of(Tx tx, CallId call);
}
