package dev.stagedoor.livekit.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed, sorted by what can be done about it.
 *
 * <p>{@link #retryCanHelp} is about the same call with the same credential a little later. {@link #outcomeUnknown} says
 * that the server may have done what it was asked; before a CreateDispatch is sent again, look whether there is one.
 * Messages hold no token and no secret; what the server said is cut to 300 characters.
 */
public abstract sealed class LiveKitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryCanHelp;
    private final boolean outcomeUnknown;

    private LiveKitException(String message, @Nullable Throwable cause, boolean retryCanHelp, boolean outcomeUnknown) {
        super(message, cause);
        this.retryCanHelp = retryCanHelp;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether the same call can succeed later. */
    public final boolean retryCanHelp() {
        return retryCanHelp;
    }

    /** Whether the call may have taken effect although it failed. */
    public final boolean outcomeUnknown() {
        return outcomeUnknown;
    }

    /** Nothing was sent: the name does not resolve, nobody listens there, or TLS failed. */
    public static final class NotReached extends LiveKitException {
        private static final long serialVersionUID = 1L;

        NotReached(String message, @Nullable Throwable cause) {
            super(message, cause, true, false);
        }
    }

    /** Nothing was sent: the {@link AddressPolicy} permits none of the addresses the name leads to. */
    public static final class AddressRefused extends LiveKitException {
        private static final long serialVersionUID = 1L;

        AddressRefused(String message) {
            super(message, null, false, false);
        }
    }

    /** It was sent, or may have been, and the connection broke or time ran out before the answer. */
    public static final class NoAnswer extends LiveKitException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message, @Nullable Throwable cause) {
            super(message, cause, true, true);
        }
    }

    /** The answer is not one LiveKit gives: not JSON, too long, of another shape, or a redirect. */
    public static final class MalformedAnswer extends LiveKitException {
        private static final long serialVersionUID = 1L;

        private final int status;

        MalformedAnswer(int status, String message, @Nullable Throwable cause) {
            super(message, cause, false, true);
            this.status = status;
        }

        /** The HTTP status it came with. */
        public int status() {
            return status;
        }
    }

    /** The server answered with an error; nothing was done unless {@link #outcomeUnknown} says so. */
    public abstract static sealed class Answered extends LiveKitException {
        private static final long serialVersionUID = 1L;

        private final Answer answer;

        private Answered(Answer answer, boolean retryCanHelp, boolean outcomeUnknown) {
            super(answer.describe(), null, retryCanHelp, outcomeUnknown);
            this.answer = answer;
        }

        /** The HTTP status. */
        public final int status() {
            return answer.status();
        }

        /** The Twirp code, such as {@code not_found}; empty when the answer was not Twirp's. */
        public final String code() {
            return answer.code();
        }

        /** What the server said, without anything that looks like a token, at most 300 characters. */
        public final String serverMessage() {
            return answer.message();
        }
    }

    /**
     * 401 before the call was looked at: no such key, wrong secret, or a clock off by more than a minute. (A missing
     * grant is also 401 at LiveKit; it is told apart and becomes {@link PermissionDenied}.)
     */
    public static final class CredentialRejected extends Answered {
        private static final long serialVersionUID = 1L;

        CredentialRejected(Answer answer) {
            super(answer, false, false);
        }
    }

    /** The credential is good, the token's grants do not allow the call: 403, or 401 in Twirp's JSON. */
    public static final class PermissionDenied extends Answered {
        private static final long serialVersionUID = 1L;

        PermissionDenied(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 404 for a room, participant, track or dispatch. */
    public static final class NotFound extends Answered {
        private static final long serialVersionUID = 1L;

        NotFound(Answer answer) {
            super(answer, false, false);
        }
    }

    /**
     * The room, or the participant in it, is not there. The server passes some calls on to the node that has the room
     * (ListDispatch, DeleteDispatch, SendData and the calls on tracks among them); when nobody claims one within three
     * seconds, it answers 503 "no response from servers". That is no sign of a sick server, and nothing was done.
     */
    public static final class NoSuchRoom extends Answered {
        private static final long serialVersionUID = 1L;

        NoSuchRoom(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 400: the server does not take these arguments. */
    public static final class InvalidRequest extends Answered {
        private static final long serialVersionUID = 1L;

        InvalidRequest(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 409 or 412: the state of things does not allow it now. */
    public static final class Conflict extends Answered {
        private static final long serialVersionUID = 1L;

        Conflict(Answer answer) {
            super(answer, false, false);
        }
    }

    /** This is no LiveKit server, the path before {@code /twirp} is wrong, or it does not know the method. */
    public static final class Unsupported extends Answered {
        private static final long serialVersionUID = 1L;

        Unsupported(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 451: LiveKit Cloud serves this project in another region; read its {@code /settings/regions}. */
    public static final class WrongRegion extends Answered {
        private static final long serialVersionUID = 1L;

        WrongRegion(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 429: too many calls. Nothing was done. */
    public static final class RateLimited extends Answered {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration retryAfter;

        RateLimited(Answer answer, @Nullable Duration retryAfter) {
            super(answer, true, false);
            this.retryAfter = retryAfter;
        }

        /** How long the server asks to wait, where it says. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** 408 or 5xx: the server, or something before it, failed on the way. */
    public static final class ServerFailed extends Answered {
        private static final long serialVersionUID = 1L;

        ServerFailed(Answer answer) {
            super(answer, true, true);
        }
    }
}
