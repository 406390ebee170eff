// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.http.Entrance;
import dev.stagedoor.http.vendor.VendorApi.Failure;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import java.util.Optional;

/** Visitors, to whom refusals are said as OAuth's clients understand them. */
final class OAuthEntrance implements Entrance {
    private final Entrance visitors;

    OAuthEntrance(Entrance visitors) {
        this.visitors = visitors;
    }

    @Override
    public String name() {
        return visitors.name();
    }

    @Override
    public String sentence() {
        return visitors.sentence();
    }

    @Override
    public boolean admitsAnyOrigin() {
        return visitors.admitsAnyOrigin();
    }

    @Override
    public Principal authenticate(Knock request) {
        return visitors.authenticate(request);
    }

    @Override
    public Optional<Failure> failure(Problem problem, String requestId) {
        return Optional.of(OAuthErrors.of(problem, requestId));
    }
}
