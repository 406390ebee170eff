package dev.stagedoor.doctor;

import org.jspecify.annotations.Nullable;

/**
 * What one check of {@code doctor} found.
 *
 * @param what   what was looked at
 * @param why    what was seen there
 * @param remedy what to do about it; null where there is nothing to do
 */
public record CheckResult(
        Status status, String what, String why, @Nullable String remedy) {
    /** How it stands. Only {@link #FAILED} makes the whole check fail. */
    public enum Status {
        /** As it should be. */
        OK,
        /** It works, but not as well or as safely as it should. */
        WARN,
        /** Stagedoor would not work, or not safely. */
        FAILED
    }

    /** It is as it should be. */
    public static CheckResult ok(String what, String why) {
        return new CheckResult(Status.OK, what, why, null);
    }

    /** It works, but not well or not safely. */
    public static CheckResult warn(String what, String why, String remedy) {
        return new CheckResult(Status.WARN, what, why, remedy);
    }

    /** It does not work, or not safely. */
    public static CheckResult failed(String what, String why, @Nullable String remedy) {
        return new CheckResult(Status.FAILED, what, why, remedy);
    }
}
