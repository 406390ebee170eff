// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import dev.stagedoor.client.http.UnreachableException;

/** The exit codes of all commands. */
public final class ExitCode {
    /** Success. */
    public static final int OK = 0;
    /** The check failed: a broken chain, an invalid token, a failed dispatch. */
    public static final int CHECK_FAILED = 1;
    /** Usage error; no request was sent. */
    public static final int USAGE = 2;
    /** The server rejected the request (HTTP 4xx). */
    public static final int REFUSED = 3;
    /** The server failed (HTTP 5xx), was unreachable, or is not Stagedoor. */
    public static final int UNAVAILABLE = 4;

    private ExitCode() {}

    static int of(StagedoorException failure) {
        return switch (failure) {
            case ProblemException problem -> problem.status() < 500 ? REFUSED : UNAVAILABLE;
            case UnreachableException unreachable -> UNAVAILABLE;
            case UnexpectedAnswerException unexpected -> UNAVAILABLE;
        };
    }
}
