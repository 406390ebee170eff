// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.api.claude.AnthropicCredentialRequest;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.http.Answer;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The secret of a Claude profile, under the profile's id. {@link Profiles} puts them; a profile is never verified unasked, since that costs tokens. */
public final class AnthropicKind implements Kind<AnthropicCredentialRequest> {
    private static final String NAME = "anthropic";

    private static final KindWire<AnthropicCredentialRequest> WIRE = new KindWire<>(
            NAME,
            true,
            "credential.put_anthropic",
            "Put a new version of a Claude profile's secret",
            AnthropicCredentialRequest.class,
            Answer.Json.like(new CredentialView(
                    "cred_01example",
                    NAME,
                    "prof_01example",
                    1,
                    "active",
                    null,
                    null,
                    Map.of(),
                    "Qd0=:5f2c81aa90be",
                    null,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    null,
                    null,
                    null)),
            new AnthropicCredentialRequest("sk-ant-api03-0123456789abcdef", null));

    /** A run that another node takes over still finds the version it began with. */
    private static final Duration LONGEST_RUN = Duration.ofHours(24);

    private final Egress egress;

    /** The kind; gateways may be only where {@code egress} permits. */
    public AnthropicKind(Egress egress) {
        this.egress = egress;
    }

    /** The secret of that profile. */
    static CredentialRef ref(String profileId) {
        return new CredentialRef(NAME, profileId);
    }

    @Override
    public KindWire<AnthropicCredentialRequest> wire() {
        return WIRE;
    }

    @Override
    public boolean isPutByVault() {
        return false;
    }

    @Override
    public Proposal propose(AnthropicCredentialRequest request) {
        return ClaudeSecret.of(request.apiKey(), request.gateway(), egress).proposal();
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now.plus(LONGEST_RUN);
    }
}
