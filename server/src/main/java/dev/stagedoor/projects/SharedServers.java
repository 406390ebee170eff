// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.vault.claims.PlatformClaims;
import org.jspecify.annotations.Nullable;

/**
 * The LiveKit servers that several tenants may use, each with a key and secret of its own. Only for
 * operators: to anyone else they do not exist.
 */
public final class SharedServers {
    private final Ledger ledger;
    private final PlatformClaims claims;

    SharedServers(Ledger ledger, PlatformClaims claims) {
        this.ledger = ledger;
        this.claims = claims;
    }

    /** The marked servers, by url. */
    public Page<SharedServer> list(Principal by, Page.Request page) {
        return ledger.read(by, TenantId.PLATFORM, tx -> SharedServerStore.list(tx, page));
    }

    /** Marks a server as shared; {@code credential_not_isolated} if it is the platform's own. */
    public SharedServer put(Principal by, String serverUrl, @Nullable String note) {
        ServerUrl url = LiveKitShape.serverUrl(serverUrl);
        Fingerprint claim = LiveKitParts.url(claims.fingerprints(), url);
        return ledger.change(by, TenantId.PLATFORM, change -> {
            SharedServerStore.holdUse(change.tx(), url.canonical());
            if (claims.held(change.tx()).contains(claim)) {
                throw Problem.of(
                                ErrorCode.CREDENTIAL_NOT_ISOLATED,
                                "The server is the platform's own; tenants cannot use it.")
                        .field("server_url", "is the platform's own");
            }
            SharedServer server = new SharedServer(url.canonical(), note, change.now());
            SharedServerStore.put(change.tx(), server);
            change.append(Draft.of(by, change.now(), "shared_server.put", url.canonical(), "{}"));
            return server;
        });
    }

    /**
     * Unmarks a server; {@code not_found} if it is not marked, {@code conflict} while tenants share it.
     */
    public void delete(Principal by, String serverUrl) {
        ServerUrl url = LiveKitShape.serverUrl(serverUrl);
        Fingerprint claim = LiveKitParts.url(claims.fingerprints(), url);
        ledger.changing(by, TenantId.PLATFORM, change -> {
            SharedServerStore.holdUse(change.tx(), url.canonical());
            if (!SharedServerStore.delete(change.tx(), url.canonical())) {
                throw Problem.notFound("shared server");
            }
            if (!SharedServerStore.canBeUnshared(change.tx(), url.canonical(), claim)) {
                throw Problem.of(
                        ErrorCode.CONFLICT,
                        "Several tenants use this server; move them to servers of their own first.");
            }
            change.append(Draft.of(by, change.now(), "shared_server.delete", url.canonical(), "{}"));
        });
    }
}
