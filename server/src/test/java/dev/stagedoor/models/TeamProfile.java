// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;

import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.claude.SandboxClaude;

/** The profile by which a tenant of these tests calls the sandbox's Claude. */
final class TeamProfile {
    private TeamProfile() {}

    /** Makes the tenant's profile, with the sandbox as its gateway; returns its id. */
    static String made(TestTenant tenant, SandboxClaude provider, String token) {
        return done(tenant.backend()
                        .post(
                                "/api/v1/profiles",
                                "{\"profile_name\":\"Team\",\"gateway\":{\"base_url\":\"" + provider.url()
                                        + "\",\"auth_token\":\"" + token + "\"}}"))
                .at("/id");
    }

    /** Makes it and selects it for the tenant itself; returns its id. */
    static String selected(TestTenant tenant, SandboxClaude provider, String token) {
        String id = made(tenant, provider, token);
        done(tenant.backend().post("/api/v1/profiles/" + id + "/select"));
        return id;
    }
}
