// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed, classified by what the caller can do about it.
 *
 * <p>{@link #retryCanHelp} says whether the same call with the same credential can succeed later. {@link
 * #outcomeUnknown} says that the server may have executed the call; before sending a CreateDispatch again, check
 * whether the dispatch exists. Messages contain no tokens or secrets; the server's message is cut to 300 characters.
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

    /** Nothing was sent: the name does not resolve, the connection was refused, or TLS failed. */
    public static final class NotReached extends LiveKitException {
        private static final long serialVersionUID = 1L;

        NotReached(String message, @Nullable Throwable cause) {
            super(message, cause, true, false);
        }
    }

    /** Nothing was sent: the {@link AddressPolicy} permits none of the name's addresses. */
    public static final class AddressRefused extends LiveKitException {
        private static final long serialVersionUID = 1L;

        AddressRefused(String message) {
            super(message, null, false, false);
        }
    }

    /** It was or may have been sent, and the connection broke or timed out before the answer. */
    public static final class NoAnswer extends LiveKitException {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message, @Nullable Throwable cause) {
            super(message, cause, true, true);
        }
    }

    /** The answer is not LiveKit's: not JSON, too long, of another shape, or a redirect. */
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

        /** The Twirp code, such as {@code not_found}; empty if the answer was not a Twirp error. */
        public final String code() {
            return answer.code();
        }

        /** The server's message, without anything that looks like a token, at most 300 characters. */
        public final String serverMessage() {
            return answer.message();
        }

        /** Twirp's {@code meta}: the first 16 entries, each cut and cleaned like the message. */
        public final Map<String, String> meta() {
            return answer.meta();
        }
    }

    /**
     * 401 on authentication: unknown key, wrong secret, or a clock off by more than a minute. (LiveKit also answers 401
     * for a missing grant; that becomes {@link PermissionDenied}.)
     */
    public static final class CredentialRejected extends Answered {
        private static final long serialVersionUID = 1L;

        CredentialRejected(Answer answer) {
            super(answer, false, false);
        }
    }

    /** The credential is valid, but the token's grants do not allow the call: 403, or 401 as a Twirp error. */
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
     * The room or participant does not exist. The server forwards some calls (ListDispatch, DeleteDispatch, SendData,
     * calls on tracks) to the node that hosts the room; if no node claims one within three seconds, it answers 503 "no
     * response from servers". The server is not at fault, and nothing was done.
     */
    public static final class NoSuchRoom extends Answered {
        private static final long serialVersionUID = 1L;

        NoSuchRoom(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 400: the server rejects these arguments. */
    public static final class InvalidRequest extends Answered {
        private static final long serialVersionUID = 1L;

        InvalidRequest(Answer answer) {
            super(answer, false, false);
        }
    }

    /** 409 or 412: the current state does not allow it. */
    public static sealed class Conflict extends Answered permits CallFailed {
        private static final long serialVersionUID = 1L;

        Conflict(Answer answer) {
            super(answer, false, false);
        }
    }

    /**
     * A telephone or its carrier turned a call down: any HTTP status whose meta has a {@code sip_status_code}. LiveKit
     * says 429 or 412 where a line is busy, depending on its version, so the HTTP status means nothing. A call was
     * placed, and another try would place another one.
     */
    public static final class CallFailed extends Conflict {
        private static final long serialVersionUID = 1L;

        private final int sipStatusCode;

        CallFailed(Answer answer) {
            super(answer);
            this.sipStatusCode = answer.sipStatus();
        }

        /** The SIP status (RFC 3261, section 21), from 100 to 699: 486 for busy, 480 for unavailable, 603 for declined. */
        public int sipStatusCode() {
            return sipStatusCode;
        }
    }

    /**
     * An RPC method failed at the participant, or did not get there; the server is not at fault. LiveKit says so with several
     * HTTP statuses, and with the code in its message.
     */
    public static final class RpcFailed extends Answered {
        /** The participant has registered no method of that name. */
        public static final int UNSUPPORTED_METHOD = 1400;

        /** The participant did not acknowledge the request in time. */
        public static final int CONNECTION_TIMEOUT = 1501;

        /** The participant said nothing in time. */
        public static final int RESPONSE_TIMEOUT = 1502;

        /** The participant left before it answered. */
        public static final int RECIPIENT_DISCONNECTED = 1503;

        private static final long serialVersionUID = 1L;
        private static final int APPLICATION_ERROR = 1500;
        private static final int RESPONSE_TOO_LARGE = 1504;

        private final int rpcCode;

        RpcFailed(Answer answer, int rpcCode) {
            super(answer, false, rpcCode >= APPLICATION_ERROR && rpcCode <= RESPONSE_TOO_LARGE);
            this.rpcCode = rpcCode;
        }

        /** LiveKit's code: 1400 to 1505, or one of the method's own. */
        public int rpcCode() {
            return rpcCode;
        }
    }

    /**
     * This is not a LiveKit server, the path before {@code /twirp} is wrong, or the server does not know the method.
     */
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

        /** How long the server asks to wait, if it says so. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** 408 or 5xx: the server, or a proxy in front of it, failed. */
    public static final class ServerFailed extends Answered {
        private static final long serialVersionUID = 1L;

        ServerFailed(Answer answer) {
            super(answer, true, true);
        }
    }
}
