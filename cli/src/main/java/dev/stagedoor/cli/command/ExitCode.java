package dev.stagedoor.cli.command;

import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.StagedoorException;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import dev.stagedoor.client.http.UnreachableException;

/** The exit codes of all commands. */
public final class ExitCode {
    /** It was done. */
    public static final int OK = 0;
    /** What was checked or waited for is not so: a broken chain, a token not to be believed, a failed dispatch. */
    public static final int CHECK_FAILED = 1;
    /** The command line is wrong; nothing was asked for. */
    public static final int USAGE = 2;
    /** The server refused (HTTP 4xx). */
    public static final int REFUSED = 3;
    /** The server could not do it now (HTTP 5xx), could not be reached, or is no Stagedoor. */
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
