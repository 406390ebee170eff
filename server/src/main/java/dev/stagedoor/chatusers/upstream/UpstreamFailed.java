// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import org.jspecify.annotations.Nullable;

/** An upstream server did not do what it was asked; for the log, not for clients. */
final class UpstreamFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final boolean called;

    /** What can be done about it. */
    enum Why {
        /** No answer in time, or a 5xx: later, perhaps. */
        UNAVAILABLE,
        /** It answers that it has too much to do: again, in a moment. */
        BUSY,
        /** It refuses our key, or there is none. */
        REJECTED,
        /** It has no room for one more chat user of ours. */
        QUOTA,
        /** It has no such chat user, any more. */
        NOT_FOUND,
        /** It has a chat user of that name. */
        CONFLICT,
        /** The chat user is disabled there. */
        DISABLED,
        /** Nothing. */
        OTHER
    }

    UpstreamFailed(Why why, String what, @Nullable Throwable cause) {
        this(why, what, cause, true);
    }

    private UpstreamFailed(Why why, String what, @Nullable Throwable cause, boolean called) {
        super(what, cause);
        this.why = why;
        this.called = called;
    }

    /** One of a call that was not made. */
    static UpstreamFailed notCalled(Why why, String what) {
        return new UpstreamFailed(why, what, null, false);
    }

    /** Whether the call was made. */
    boolean isCalled() {
        return called;
    }

    Why why() {
        return why;
    }

    /** Whether it may be otherwise soon. */
    boolean isTransient() {
        return why == Why.UNAVAILABLE || why == Why.BUSY;
    }

    /** The meaning of a status that is not 2xx, with the code of its problem document. */
    static UpstreamFailed of(int status, String code) {
        String what = "HTTP " + status + " " + (code.matches("[a-z_]{1,40}") ? code : "");
        return new UpstreamFailed(why(status, code), what.strip(), null);
    }

    private static Why why(int status, String code) {
        return switch (status) {
            case 401 -> Why.REJECTED;
            case 403 -> code.equals("forbidden") ? Why.DISABLED : Why.REJECTED;
            case 404 -> Why.NOT_FOUND;
            case 409 -> Why.CONFLICT;
            case 429 -> code.equals("quota_exceeded") ? Why.QUOTA : Why.BUSY;
            case 503 -> code.equals("busy") ? Why.BUSY : Why.UNAVAILABLE;
            default -> status >= 500 ? Why.UNAVAILABLE : Why.OTHER;
        };
    }
}
