// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.api.chatusers.UpstreamCredentialRequest;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.http.Answer;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.Kind;
import dev.stagedoor.vault.KindWire;
import dev.stagedoor.vault.Proposal;
import dev.stagedoor.vault.claims.Claims;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The address and key of a tenant's upstream server; the key is one tenant's only, and the server is asked whether it takes it. */
public final class UpstreamKind implements Kind<UpstreamCredentialRequest> {
    private static final KindWire<UpstreamCredentialRequest> WIRE = new KindWire<>(
            UpstreamServer.KIND,
            false,
            "credential.put_upstream",
            "Put a new version of the address and key of the server on which chat users live",
            UpstreamCredentialRequest.class,
            Answer.Json.like(new CredentialView(
                    "cred_01example",
                    UpstreamServer.KIND,
                    null,
                    1,
                    "active",
                    null,
                    null,
                    Map.of(UpstreamServer.URL, "https://agents.example.com"),
                    "Qd0=:5f2c81aa90be",
                    null,
                    Instant.parse("2026-03-01T12:00:00Z"),
                    Instant.parse("2026-03-01T12:00:00Z"),
                    null,
                    null)),
            new UpstreamCredentialRequest("https://agents.example.com", "sd_live_0123456789abcdef0123456789"));

    private final UpstreamClient client;
    private final Egress egress;

    /** The kind; servers may be only where {@code egress} permits. */
    public UpstreamKind(UpstreamClient client, Egress egress) {
        this.client = client;
        this.egress = egress;
    }

    @Override
    public KindWire<UpstreamCredentialRequest> wire() {
        return WIRE;
    }

    @Override
    public Proposal propose(UpstreamCredentialRequest request) {
        return UpstreamServer.of(request.serverUrl(), request.apiKey(), egress).proposal();
    }

    @Override
    public void claim(Tx tx, Proposal proposal, Claims claims) {
        Fingerprint key =
                claims.fingerprints().of("upstream key", proposal.secret().reveal());
        if (!claims.take(Map.of(key, "secret"), Set.of()).isEmpty()) {
            throw Problem.of(
                            ErrorCode.CREDENTIAL_NOT_ISOLATED,
                            "Part of the credential is already in use elsewhere: key.")
                    .field("api_key", "is already in use elsewhere");
        }
    }

    @Override
    public boolean isProbed() {
        return true;
    }

    @Override
    public Map<String, String> probe(TenantId tenant, Proposal proposal) {
        try {
            client.check(tenant, UpstreamServer.of(proposal));
            return Map.of();
        } catch (UpstreamFailed failed) {
            throw failed.isTransient()
                    ? Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The server did not answer.")
                            .causedBy(failed)
                    : Problem.of(ErrorCode.CREDENTIAL_REJECTED, "The server did not accept the key for its chat users.")
                            .causedBy(failed);
        }
    }

    @Override
    public Instant drained(Tx tx, Instant now) {
        return now;
    }
}
