// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Problems, as tests expect them. */
public final class Problems {
    private Problems() {}

    /** The problem that {@code call} ends in; fails if it ends otherwise. */
    public static Problem problemOf(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(Problem.class);
        return (Problem) thrown;
    }

    /** Fails unless {@code call} ends in a problem of that code, and returns it. */
    public static Problem assertProblem(ErrorCode code, ThrowingCallable call) {
        Problem problem = problemOf(call);
        assertThat(problem.code()).as(problem.detail()).isEqualTo(code);
        return problem;
    }

    /** Fails unless {@code call} ends in {@code invalid_request} that names that field and no other. */
    public static void assertInvalid(String field, ThrowingCallable call) {
        Problem problem = assertProblem(ErrorCode.INVALID_REQUEST, call);
        assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly(field);
    }
}
