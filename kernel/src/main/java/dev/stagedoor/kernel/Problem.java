// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error that the caller may read: a code, a sentence fit for a user, the invalid fields, and when to retry. Internal
 * detail belongs in its cause, which goes only to the log.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient List<Field> fields;
    private final @Nullable Duration retryAfter;

    /** What is wrong with one field, named by its path in the JSON: {@code grants.room_admin}. */
    public record Field(String name, String detail) {}

    private Problem(
            ErrorCode code, String detail, List<Field> fields, @Nullable Duration after, @Nullable Throwable cause) {
        super(detail, cause, false, code == ErrorCode.INTERNAL);
        this.code = code;
        this.fields = List.copyOf(fields);
        this.retryAfter = after;
    }

    /** A problem with this code; the caller reads {@code detail}. */
    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), null, null);
    }

    /** 422 {@code invalid_request} that names the field. */
    public static Problem invalid(String field, String detail) {
        return of(ErrorCode.INVALID_REQUEST, field + ": " + detail).field(field, detail);
    }

    /** 404, in the same words for an unknown id and for another tenant's (I4). */
    public static Problem notFound(String what) {
        return of(ErrorCode.NOT_FOUND, "There is no such " + what + ".");
    }

    /** With one more invalid field. */
    public Problem field(String name, String fieldDetail) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, fieldDetail));
        return new Problem(code, detail(), more, retryAfter, getCause());
    }

    /** With the delay before a retry ({@code Retry-After}). */
    public Problem retryAfter(Duration after) {
        return new Problem(code, detail(), fields, after, getCause());
    }

    /** With its cause, for the log only. */
    public Problem causedBy(Throwable cause) {
        return new Problem(code, detail(), fields, retryAfter, cause);
    }

    /** The error code. */
    public ErrorCode code() {
        return code;
    }

    /** The sentence for the caller. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The invalid fields; empty if no field in particular is to blame. */
    public List<Field> fields() {
        return fields;
    }

    /** When to retry, if known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
