// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.util.Optional;

/** Anthropic's API, with a lease as its key: in {@code x-api-key}, or as a bearer token. */
final class AnthropicApi implements VendorApi {
    private static final String KEY = "x-api-key";
    private static final String BEARER = "Bearer ";

    private final ModelLeases leases;

    AnthropicApi(ModelLeases leases) {
        this.leases = leases;
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public String header() {
        return KEY;
    }

    @Override
    public Principal authenticate(Sent request) {
        Optional<String> bearer = request.header("authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
        String text = request.header(KEY)
                .or(() -> bearer)
                .orElseThrow(() ->
                        Problem.of(ErrorCode.UNAUTHENTICATED, "Send a model lease as x-api-key or as a bearer token."));
        return leases.usable(text, request.requestId()).holder();
    }

    @Override
    public Failure failure(Problem problem, String requestId) {
        return AnthropicErrors.of(problem, requestId);
    }
}
