// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.LiveKitException.AddressRefused;
import dev.stagedoor.livekit.api.LiveKitException.Conflict;
import dev.stagedoor.livekit.api.LiveKitException.CredentialRejected;
import dev.stagedoor.livekit.api.LiveKitException.InvalidRequest;
import dev.stagedoor.livekit.api.LiveKitException.MalformedAnswer;
import dev.stagedoor.livekit.api.LiveKitException.NoAnswer;
import dev.stagedoor.livekit.api.LiveKitException.NoSuchRoom;
import dev.stagedoor.livekit.api.LiveKitException.NotFound;
import dev.stagedoor.livekit.api.LiveKitException.NotReached;
import dev.stagedoor.livekit.api.LiveKitException.PermissionDenied;
import dev.stagedoor.livekit.api.LiveKitException.RateLimited;
import dev.stagedoor.livekit.api.LiveKitException.RpcFailed;
import dev.stagedoor.livekit.api.LiveKitException.ServerFailed;
import dev.stagedoor.livekit.api.LiveKitException.Unsupported;
import dev.stagedoor.livekit.api.LiveKitException.WrongRegion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a failed call to a tenant's LiveKit server is to the caller (I3): the provider rejects the credential, or it cannot
 * be reached, and an outage is never treated as absence.
 */
final class LiveKitProblems {
    private static final Duration SOON = Duration.ofSeconds(5);

    private LiveKitProblems() {}

    /** The problem of a call; the library's error, which may quote the server, is its cause and goes to the log. */
    static Problem of(LiveKitException failed) {
        Problem problem = switch (failed) {
            case CredentialRejected e -> rejected();
            case PermissionDenied e -> rejected();
            case AddressRefused e ->
                Problem.of(
                        ErrorCode.ADDRESS_NOT_ALLOWED,
                        "The tenant's LiveKit server is at an address that is not allowed.");
            case NotFound e -> Problem.notFound("room or participant");
            case NoSuchRoom e -> Problem.notFound("room");
            case InvalidRequest e ->
                Problem.of(ErrorCode.INVALID_REQUEST, "The tenant's LiveKit server does not accept this request.");
            case Conflict e -> Problem.of(ErrorCode.CONFLICT, "The tenant's LiveKit server cannot do this now.");
            case RpcFailed e -> Problem.of(ErrorCode.CONFLICT, "The participant did not do what it was asked to.");
            case RateLimited e ->
                unavailable("The tenant's LiveKit server limits the rate of requests.")
                        .retryAfter(e.retryAfter().orElse(SOON));
            case NotReached e -> unavailable("The tenant's LiveKit server cannot be reached.");
            case NoAnswer e -> unavailable("The tenant's LiveKit server did not answer in time.");
            case ServerFailed e -> unavailable("The tenant's LiveKit server failed.");
            case MalformedAnswer e -> notLiveKit();
            case Unsupported e -> notLiveKit();
            case WrongRegion e -> unavailable("LiveKit Cloud serves the tenant's project in another region.");
        };
        return problem.causedBy(failed);
    }

    /**
     * The problem of a probe. Here a wrong url is the caller's mistake.
     *
     * @return {@code credential_rejected}, {@code address_not_allowed}, {@code invalid_request} naming {@code
     *     server_url}, or {@code provider_unavailable}
     */
    static Problem ofProbe(LiveKitException failed) {
        return switch (failed) {
            case AddressRefused e -> Egress.refusal("server_url").causedBy(e);
            case MalformedAnswer e -> noServer(e);
            case Unsupported e -> noServer(e);
            case NotFound e -> noServer(e);
            case InvalidRequest e -> noServer(e);
            case WrongRegion e ->
                Problem.invalid("server_url", "belongs to a LiveKit Cloud project in another region")
                        .causedBy(e);
            default -> of(failed);
        };
    }

    /** Whether LiveKit rejected the credential, so that another one for the same server is worth a try. */
    static boolean isRejection(@Nullable Throwable failed) {
        return failed instanceof CredentialRejected || failed instanceof PermissionDenied;
    }

    private static Problem noServer(LiveKitException failed) {
        return Problem.invalid("server_url", "is not the URL of a LiveKit server")
                .causedBy(failed);
    }

    private static Problem rejected() {
        return Problem.of(
                ErrorCode.CREDENTIAL_REJECTED, "The tenant's LiveKit server rejects the API key or its secret.");
    }

    private static Problem notLiveKit() {
        return unavailable("The tenant's LiveKit server does not respond like a LiveKit server.");
    }

    private static Problem unavailable(String detail) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, detail).retryAfter(SOON);
    }
}
