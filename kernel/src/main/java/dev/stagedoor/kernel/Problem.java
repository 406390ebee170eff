package dev.stagedoor.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error that the asker may read: a code, a sentence fit for a user, the fields at fault, and when to come back. What
 * only we should know is its cause, which goes to the log.
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

    /** A problem of that kind; {@code detail} is read by the asker. */
    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, List.of(), null, null);
    }

    /** 422 {@code invalid_request} that names the field. */
    public static Problem invalid(String field, String detail) {
        return of(ErrorCode.INVALID_REQUEST, field + ": " + detail).field(field, detail);
    }

    /** 404, in the same words for what never was and for what is another tenant's (I4). */
    public static Problem notFound(String what) {
        return of(ErrorCode.NOT_FOUND, "There is no such " + what + ".");
    }

    /** With one more field at fault. */
    public Problem field(String name, String fieldDetail) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, fieldDetail));
        return new Problem(code, detail(), more, retryAfter, getCause());
    }

    /** With the time after which it may be tried again ({@code Retry-After}). */
    public Problem retryAfter(Duration after) {
        return new Problem(code, detail(), fields, after, getCause());
    }

    /** With what caused it, for the log only. */
    public Problem causedBy(Throwable cause) {
        return new Problem(code, detail(), fields, retryAfter, cause);
    }

    /** Which error it is. */
    public ErrorCode code() {
        return code;
    }

    /** The sentence for the asker. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The fields at fault; empty when none in particular is. */
    public List<Field> fields() {
        return fields;
    }

    /** When to come back, if that is known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
