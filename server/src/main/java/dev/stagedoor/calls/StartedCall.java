// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.tokens.Tokens;

/** A started call, its user's token, and its dispatch at the time of the answer. */
public record StartedCall(CallId id, Tokens.UserToken token, Dispatch dispatch) {}
