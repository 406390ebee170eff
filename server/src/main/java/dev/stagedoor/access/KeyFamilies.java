// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.tenants.Burst;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be because of the key that makes it (K1): it expires no later, and its requests count against its
 * maker's rate limit too. Scopes are {@link KeyRules}'.
 */
final class KeyFamilies {
    /** Keys with a limit of their own, each made by the one before: a request counts against every one of them. */
    static final int MOST_LIMITS = 8;

    private KeyFamilies() {}

    /** {@code wanted} as {@code maker} may make it, in a transaction of the new key's tenant. */
    static ApiKey made(Tx tx, ApiKey maker, ApiKey wanted) {
        ApiKey.Life life = wanted.life();
        KeyId limitOf = maker.rights().limit() == null ? maker.family().limitOf() : maker.id();
        Burst own = wanted.rights().limit();
        if (limitOf != null && own != null) {
            requireSlower(tx, limitOf, own);
        }
        return new ApiKey(
                wanted.id(),
                wanted.kind(),
                wanted.name(),
                wanted.rights(),
                ApiKey.Life.from(life.createdAt(), end(maker.life().expiresAt(), life.expiresAt())),
                new ApiKey.Family(maker.id(), limitOf));
    }

    /**
     * Refuses another limit that exceeds those above the key. A tenant's key can lower any limit, and raise only those of
     * keys that descend from it: not its own.
     */
    static void requireMayLimit(Tx tx, Principal by, ApiKey before, ApiKey after) {
        Burst limit = after.rights().limit();
        if (limit == null || limit.equals(before.rights().limit())) {
            return;
        }
        KeyId above = before.family().limitOf();
        if (above != null) {
            requireSlower(tx, above, limit);
        }
        Burst was = before.rights().limit();
        boolean raised = was != null && !limit.atMost(was).equals(limit);
        if (raised
                && by instanceof Principal.TenantKey key
                && !ApiKeyStore.descendants(tx, Set.of(key.key())).contains(before.id())) {
            throw Problem.of(ErrorCode.FORBIDDEN, "A key can raise the limits of keys that descend from it only.")
                    .field("limit", "may only be lowered by this key");
        }
    }

    /** A key's first limit counts for what it made before as well. */
    static void share(Tx tx, ApiKey before, ApiKey after) {
        if (before.rights().limit() == null && after.rights().limit() != null) {
            ApiKeyStore.shareLimit(tx, after);
        }
    }

    private static @Nullable Instant end(@Nullable Instant ofMaker, @Nullable Instant wanted) {
        if (ofMaker == null || wanted == null) {
            return wanted == null ? ofMaker : wanted;
        }
        if (wanted.isAfter(ofMaker)) {
            throw Problem.invalid("expires_at", "must not be after the creating key's own end, " + ofMaker);
        }
        return wanted;
    }

    private static void requireSlower(Tx tx, KeyId limitOf, Burst own) {
        int limits = 1;
        for (KeyId next = limitOf; next != null; limits++) {
            ApiKey above = ApiKeyStore.find(tx, next).orElseThrow();
            Burst most = above.rights().limit();
            if (most != null && !own.atMost(most).equals(own)) {
                throw Problem.invalid(
                        "limit",
                        "must not exceed the limit that the creating key has or shares: " + most.perSecond()
                                + " per second, burst " + most.atOnce());
            }
            next = above.family().limitOf();
        }
        if (limits > MOST_LIMITS) {
            throw Problem.invalid("limit", "must not be given: " + MOST_LIMITS + " keys above it have limits already");
        }
    }
}
