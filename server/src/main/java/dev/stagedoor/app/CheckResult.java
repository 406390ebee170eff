package dev.stagedoor.app;

import org.jspecify.annotations.Nullable;

/**
 * What one check of {@code doctor} found.
 *
 * @param what   what was looked at
 * @param why    what was seen there
 * @param remedy what to do about it; null where there is nothing to do
 */
record CheckResult(
        Status status, String what, String why, @Nullable String remedy) {
    /** How it stands. Only {@link #FAILED} makes the whole check fail. */
    enum Status {
        /** As it should be. */
        OK,
        /** It works, but not as well or as safely as it should. */
        WARN,
        /** Stagedoor would not work, or not safely. */
        FAILED
    }

    static CheckResult ok(String what, String why) {
        return new CheckResult(Status.OK, what, why, null);
    }

    static CheckResult warn(String what, String why, String remedy) {
        return new CheckResult(Status.WARN, what, why, remedy);
    }

    static CheckResult failed(String what, String why, @Nullable String remedy) {
        return new CheckResult(Status.FAILED, what, why, remedy);
    }
}
