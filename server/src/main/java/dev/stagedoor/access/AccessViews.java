// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import org.jspecify.annotations.Nullable;

/** API keys as the API shows them. */
final class AccessViews {
    private AccessViews() {}

    static ApiKeyView of(ApiKey key) {
        ApiKey.Rights rights = key.rights();
        ApiKey.Life life = key.life();
        boolean asksForTokens = key.kind() == KeyKind.PUBLISHABLE || key.kind() == KeyKind.APP;
        return new ApiKeyView(
                key.id().value(),
                key.kind(),
                key.name(),
                rights.scopes().stream().map(Scope::wire).sorted().toList(),
                key.kind() == KeyKind.PUBLISHABLE
                        ? rights.origins().stream().sorted().toList()
                        : null,
                asksForTokens ? rights.agents().stream().sorted().toList() : null,
                rights.limit() == null ? null : rights.limit().fields(),
                life.createdAt(),
                life.expiresAt(),
                life.lastUsedAt(),
                life.revokedAt(),
                text(key.family().madeBy()),
                text(key.family().limitOf()));
    }

    private static @Nullable String text(@Nullable KeyId id) {
        return id == null ? null : id.value();
    }

    static ApiKeyList of(Page<ApiKey> page) {
        return new ApiKeyList(page.items().stream().map(AccessViews::of).toList(), page.next());
    }

    /** The only place that puts a key's text into a response. */
    static CreatedApiKey of(CreatedKey created) {
        return new CreatedApiKey(created.text().revealText(), of(created.key()));
    }
}
