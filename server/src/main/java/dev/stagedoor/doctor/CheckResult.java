// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import org.jspecify.annotations.Nullable;

/**
 * The result of one check of {@code doctor}.
 *
 * @param what   what was checked
 * @param why    what was found
 * @param remedy what to do about it; null if nothing
 */
public record CheckResult(
        Status status, String what, String why, @Nullable String remedy) {
    /** The status. Only {@link #FAILED} makes {@code doctor} fail. */
    public enum Status {
        /** All is well. */
        OK,
        /** It works, but not well or not safely. */
        WARN,
        /** Stagedoor does not work, or not safely. */
        FAILED
    }

    /** All is well. */
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
