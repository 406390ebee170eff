// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.vault.CredentialRef;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.Proposal;
import java.util.Map;

/**
 * A tenant's upstream server.
 *
 * @param version which version of the credential says so; 0 for one that is to be put
 */
record UpstreamServer(ServerUrl url, Secret key, long version) {
    static final String KIND = "upstream";
    static final CredentialRef REF = CredentialRef.of(KIND);
    static final String URL = "server_url";

    static UpstreamServer of(String url, String key, Egress egress) {
        ServerUrl parsed;
        try {
            parsed = ServerUrl.parse(url);
        } catch (IllegalArgumentException refused) {
            throw Problem.invalid(URL, String.valueOf(refused.getMessage()));
        }
        if (!parsed.literalAddress().map(egress::permits).orElse(true)) {
            throw Egress.refusal(URL);
        }
        return new UpstreamServer(parsed, Secret.of(key), 0);
    }

    static UpstreamServer of(Proposal proposal) {
        return new UpstreamServer(
                ServerUrl.parse(String.valueOf(proposal.attributes().get(URL))), proposal.secret(), 0);
    }

    static UpstreamServer of(OpenCredential credential) {
        return new UpstreamServer(
                ServerUrl.parse(credential.attribute(URL)),
                credential.secret(),
                credential.which().number());
    }

    Proposal proposal() {
        return Proposal.given(Map.of(URL, url.http()), key);
    }

    /** Whether an answer may lead there: to the same host, over the same kind of connection. */
    boolean mayLeadTo(ServerUrl other) {
        return other.host().equals(url.host()) && other.http().startsWith(scheme());
    }

    private String scheme() {
        return url.http().substring(0, url.http().indexOf("://") + 3);
    }
}
