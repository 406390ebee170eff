// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.cli.console.Columns;
import org.jspecify.annotations.Nullable;

/** The columns of API keys. */
final class KeyColumns {
    static final Columns<ApiKeyView> ROW = new Columns<ApiKeyView>()
            .add("id", ApiKeyView::id)
            .add("kind", ApiKeyView::kind)
            .add("name", ApiKeyView::name)
            .add("state", key -> key.revokedAt() == null ? "active" : "revoked")
            .add("scopes", ApiKeyView::scopes)
            .add("origins", ApiKeyView::origins)
            .add("agents", ApiKeyView::agents)
            .add("made by", ApiKeyView::madeBy)
            .add("expires", ApiKeyView::expiresAt)
            .add("last used", ApiKeyView::lastUsedAt);

    static final Columns<ApiKeyView> WHOLE = new Columns<ApiKeyView>()
            .add("id", ApiKeyView::id)
            .add("kind", ApiKeyView::kind)
            .add("name", ApiKeyView::name)
            .add("scopes", ApiKeyView::scopes)
            .add("origins", ApiKeyView::origins)
            .add("agents", ApiKeyView::agents)
            .add("limit", KeyColumns::limit)
            .add("expires", ApiKeyView::expiresAt);

    static final Columns<CreatedApiKey> CREATED = new Columns<CreatedApiKey>()
            .add("key", CreatedApiKey::key)
            .add("id", created -> created.apiKey().id())
            .add("kind", created -> created.apiKey().kind())
            .add("name", created -> created.apiKey().name())
            .add("scopes", created -> created.apiKey().scopes())
            .add("origins", created -> created.apiKey().origins())
            .add("agents", created -> created.apiKey().agents())
            .add("limit", created -> limit(created.apiKey()))
            .add("expires", created -> created.apiKey().expiresAt());

    private KeyColumns() {}

    private static @Nullable String limit(ApiKeyView key) {
        BurstFields limit = key.limit();
        return limit == null ? null : limit.perSecond() + " per second, burst " + limit.burst();
    }
}
