// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.db.Snapshots;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.projects.LiveKitKind;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.Vault;
import java.time.Duration;
import java.util.Map;

/** A token of the tenant names the tenant's own key and goes to the tenant's own server, which admits it (I1, I2). */
final class TokenCheck implements Check {
    static final String SOMEBODY = "stagedoor-evidence";
    static final Duration LIFE = Duration.ofMinutes(1);

    private final Vault vault;
    private final Snapshots snapshots;
    private final Projects projects;
    private final Validator validator;

    TokenCheck(Vault vault, Snapshots snapshots, Projects projects, Validator validator) {
        this.vault = vault;
        this.snapshots = snapshots;
        this.projects = projects;
        this.validator = validator;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(3);
    }

    /** A token for the canary that never leaves the server but to be validated. */
    static AccessToken joining(Subject subject) {
        return granting(VideoGrant.joining(subject.canary()).build());
    }

    /** A token of nobody's with that grant. */
    static AccessToken granting(VideoGrant grant) {
        return AccessToken.forParticipant(SOMEBODY).video(grant).ttl(LIFE).build();
    }

    @Override
    public Finding look(Subject subject) throws InterruptedException {
        Project project = subject.project();
        String jwt = project.signer().sign(joining(subject)).jwt();
        Credential active = vault.get(subject.by(), subject.tenant(), LiveKitKind.PROJECT);
        Map<String, String> shown = active.attributes();
        String issuer = TokenVerifier.claimedKeyId(jwt).orElse("");
        if (active.version() != project.version() || !issuer.equals(shown.get("api_key"))) {
            return Finding.failed("The token's iss is not the key of the tenant's active credential.");
        }
        if (!project.server().equals(shown.get("server_url"))) {
            return Finding.failed("The token goes to another server than the tenant's active credential names.");
        }
        Projects.Proven proven = snapshots.current(subject.tenant(), snapshot -> projects.verify(snapshot, jwt));
        if (!(proven.verdict() instanceof Verification.Accepted) || proven.by() != project.version()) {
            return Finding.failed("The token does not verify as one of the tenant's.");
        }
        Validator.Said said = validator.ask(subject.tenant(), project.url(), jwt);
        subject.said(said);
        String where = project.url().host() + ":" + project.url().port();
        return Finding.that(
                said.admits(),
                said.admits()
                        ? "iss is " + issuer + ", the tenant's version " + project.version() + "; " + where
                                + " admits it."
                        : where + " answered " + said.status() + " to a token of " + issuer + ": " + said.text());
    }
}
