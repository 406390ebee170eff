package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.tokens.Tokens;

/** A call that was started, the token of its user, and its dispatch as it was when the answer was made. */
public record StartedCall(CallId id, Tokens.UserToken token, Dispatch dispatch) {}
