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
    private final @Nullable String error;

    /** What is wrong with one field, named by its path in the JSON: {@code grants.room_admin}. */
    public record Field(String name, String detail) {}

    private Problem(ErrorCode code, String detail, Extras extras, @Nullable Throwable cause) {
        super(detail, cause, false, code == ErrorCode.INTERNAL);
        this.code = code;
        this.fields = List.copyOf(extras.fields());
        this.retryAfter = extras.retryAfter();
        this.error = extras.error();
    }

    /** What a problem may say beside its code and its sentence. */
    private record Extras(
            List<Field> fields,
            @Nullable Duration retryAfter,
            @Nullable String error) {
        static final Extras NONE = new Extras(List.of(), null, null);
    }

    private Extras extras() {
        return new Extras(fields, retryAfter, error);
    }

    /** A problem with this code; the caller reads {@code detail}. */
    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, Extras.NONE, null);
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
        return new Problem(code, detail(), new Extras(more, retryAfter, error), getCause());
    }

    /** With the delay before a retry ({@code Retry-After}). */
    public Problem retryAfter(Duration after) {
        return new Problem(code, detail(), new Extras(fields, after, error), getCause());
    }

    /** With another sentence for the caller. */
    public Problem detail(String words) {
        return new Problem(code, words, extras(), getCause());
    }

    /** With its cause, for the log only. */
    public Problem causedBy(Throwable cause) {
        return new Problem(code, detail(), extras(), cause);
    }

    /** With the member {@code error}, for clients of an interface that has one. */
    public Problem error(String words) {
        return new Problem(code, detail(), new Extras(fields, retryAfter, words), getCause());
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

    /** What the member {@code error} says, if there is one. */
    public @Nullable String error() {
        return error;
    }
}
