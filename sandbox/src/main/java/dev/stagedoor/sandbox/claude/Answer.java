// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the sandbox answers a call: what it says, and how that goes wrong. Immutable; combine with the methods that return
 * a changed copy, as in {@code Answer.text("Yes.").slow(Duration.ofMillis(20)).cutAfter(5)}.
 */
public final class Answer {
    /** After more events than any stream has. */
    static final int NEVER = Integer.MAX_VALUE;

    /** What the answer consists of. */
    enum Kind {
        ECHO,
        TEXT,
        PROSE,
        TOOL,
        NOTHING,
        FAILURE,
        HANG_UP
    }

    /** How it arrives: waits, and after how many events it breaks off. */
    record Pace(Duration before, @Nullable Duration perToken, int cutAfter, int failAfter) {}

    private final Kind kind;
    private final String text;
    private final String toolInput;
    private final int status;
    private final @Nullable Duration retryAfter;
    private final Pace pace;

    private Answer(Kind kind, String text, String toolInput, int status, @Nullable Duration retryAfter, Pace pace) {
        this.kind = kind;
        this.text = text;
        this.toolInput = toolInput;
        this.status = status;
        this.retryAfter = retryAfter;
        this.pace = pace;
    }

    private static Answer of(Kind kind, String text, String toolInput, int status) {
        return new Answer(kind, text, toolInput, status, null, new Pace(Duration.ZERO, null, NEVER, NEVER));
    }

    /**
     * The default: a short text that quotes the prompt; a call of the tool, if the request forces one; JSON, if the
     * request has a JSON schema as its output format.
     */
    public static Answer echo() {
        return of(Kind.ECHO, "", "", 200);
    }

    /** This text, even if the request forces a tool. */
    public static Answer text(String text) {
        return of(Kind.TEXT, text, "", 200);
    }

    /** The default text, even if the request forces a tool. */
    public static Answer prose() {
        return of(Kind.PROSE, "", "", 200);
    }

    /** A call of this tool, with this JSON as its input. */
    public static Answer tool(String name, String input) {
        return of(Kind.TOOL, name, input, 200);
    }

    /** A successful answer without any content. */
    public static Answer nothing() {
        return of(Kind.NOTHING, "", "", 200);
    }

    /** An error with this HTTP status, in Anthropic's words. */
    public static Answer fails(int status) {
        return of(Kind.FAILURE, "", "", status);
    }

    /** An error with this HTTP status and message. */
    public static Answer fails(int status, String message) {
        return of(Kind.FAILURE, message, "", status);
    }

    /** The connection closes without a response. */
    public static Answer hangsUp() {
        return of(Kind.HANG_UP, "", "", 0);
    }

    /** For an error: with a {@code retry-after} header, in whole seconds. */
    public Answer retryAfter(Duration wait) {
        return new Answer(kind, text, toolInput, status, wait, pace);
    }

    /** The first byte comes this much later. */
    public Answer after(Duration wait) {
        return with(new Pace(wait, pace.perToken, pace.cutAfter, pace.failAfter));
    }

    /** Each token takes this long; without streaming, the whole answer takes as long. */
    public Answer slow(Duration perToken) {
        return with(new Pace(pace.before, perToken, pace.cutAfter, pace.failAfter));
    }

    /** The connection closes after so many events; without streaming, in the middle of the body. */
    public Answer cutAfter(int events) {
        return with(new Pace(pace.before, pace.perToken, events, pace.failAfter));
    }

    /** After so many events, the stream ends with an {@code overloaded_error} event; without streaming, it is a 529. */
    public Answer overloadedAfter(int events) {
        return with(new Pace(pace.before, pace.perToken, pace.cutAfter, events));
    }

    private Answer with(Pace other) {
        return new Answer(kind, text, toolInput, status, retryAfter, other);
    }

    Kind kind() {
        return kind;
    }

    /** The text, the tool's name or the error's message. */
    String text() {
        return text;
    }

    String toolInput() {
        return toolInput;
    }

    Pace pace() {
        return pace;
    }

    ApiError error() {
        return text.isEmpty()
                ? ApiError.standard(status, retryAfter)
                : new ApiError(status, ApiError.of(status, text).type(), text, retryAfter);
    }
}
