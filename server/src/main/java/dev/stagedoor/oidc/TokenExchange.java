// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.db.Hash;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sessions.Sessions;

/** The door to the exchange: a token of one of the tenant's issuers for a session of its user. */
final class TokenExchange {
    private final Foundation on;
    private final SubjectTokens tokens;
    private final Sessions sessions;

    TokenExchange(Foundation on, SubjectTokens tokens, Sessions sessions) {
        this.on = on;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /**
     * Opens a session for the user of that token. The same token may come again until it expires, as a page that is loaded
     * again sends it; the audit log tells by its hash.
     *
     * @param device what the user sees of the session; empty if nobody said
     * @throws dev.stagedoor.kernel.Problem as {@link SubjectTokens#verify} and {@link Sessions#open}
     */
    Sessions.Opened exchange(Principal by, TenantId tenant, String token, String device) {
        Snapshot snapshot = on.snapshots().of(tenant);
        if (!snapshot.proof().equals(by.proof())) {
            // The session's commit proves the state that admitted the visitor, so the trust is read from the same.
            throw new StaleEpoch(tenant, snapshot.proof().epoch());
        }
        SubjectTokens.Vouched vouched = on.snapshots()
                .judge(snapshot, () -> tokens.verify(tenant, snapshot.get(Issuers.TRUSTED, tenant), token));
        Sessions.Voucher voucher = new Sessions.Voucher(vouched.issuer().voucher(), hash(token));
        return sessions.open(by, tenant, new Sessions.Wanted(vouched.user(), device, null, voucher));
    }

    private static String hash(String token) {
        return Hash.ofContent(token).toString();
    }
}
