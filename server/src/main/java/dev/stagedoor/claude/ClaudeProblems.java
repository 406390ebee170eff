// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import com.anthropic.core.http.Headers;
import com.anthropic.errors.AnthropicException;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicServiceException;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.LiveKitException;
import java.time.Duration;
import java.util.Optional;

/** What a failed call to the Messages API is to the caller; what the provider said goes to the log. */
public final class ClaudeProblems {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATEST = Duration.ofHours(1);

    private ClaudeProblems() {}

    /** The problem of a call with that lease; a {@code Problem} stays as it is. */
    public static Problem of(RuntimeException failed, Lease lease) {
        Problem problem = switch (failed) {
            case Problem known -> known;
            case AnthropicServiceException answered -> answered(answered, lease);
            case LiveKitException.AddressRefused e ->
                Problem.of(
                        ErrorCode.ADDRESS_NOT_ALLOWED,
                        "The gateway of profile " + lease.profileName() + " is at an address that is not allowed.");
            case AnthropicInvalidDataException e -> unavailable("The provider's answer is not a message.");
            case AnthropicException e -> unavailable("The provider cannot be reached, or broke off its answer.");
            case LiveKitException e -> unavailable("The gateway's host name does not resolve.");
            default -> unavailable("The call to the provider failed.");
        };
        return problem == failed ? problem : problem.causedBy(failed);
    }

    private static Problem answered(AnthropicServiceException answer, Lease lease) {
        return switch (answer.statusCode()) {
            case 401, 403 ->
                Problem.of(
                        ErrorCode.CREDENTIAL_REJECTED,
                        "The provider rejects the secret of profile " + lease.profileName() + ".");
            case 404 -> Problem.invalid("model", "the provider has no such model for this profile");
            case 400, 422 -> Problem.of(ErrorCode.INVALID_REQUEST, "The provider does not accept the request.");
            case 413 -> Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The request is too large for the provider.");
            case 429 ->
                unavailable("The provider limits the rate of profile " + lease.profileName() + ".")
                        .retryAfter(retryAfter(answer.headers()).orElse(SOON));
            case 529 -> unavailable("The provider is overloaded.");
            default -> unavailable("The provider failed.");
        };
    }

    private static Optional<Duration> retryAfter(Headers headers) {
        return headers.values("retry-after").stream()
                .findFirst()
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(asked -> asked.compareTo(LATEST) > 0 ? LATEST : asked);
    }

    private static Problem unavailable(String detail) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, detail).retryAfter(SOON);
    }
}
