// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.cli.console.Columns;

/** The columns of API keys. */
final class KeyColumns {
    static final Columns<ApiKeyView> ROW = new Columns<ApiKeyView>()
            .add("id", ApiKeyView::id)
            .add("kind", ApiKeyView::kind)
            .add("name", ApiKeyView::name)
            .add("state", key -> key.revokedAt() == null ? "active" : "revoked")
            .add("scopes", ApiKeyView::scopes)
            .add("expires", ApiKeyView::expiresAt)
            .add("last used", ApiKeyView::lastUsedAt);

    static final Columns<CreatedApiKey> CREATED = new Columns<CreatedApiKey>()
            .add("key", CreatedApiKey::key)
            .add("id", created -> created.apiKey().id())
            .add("kind", created -> created.apiKey().kind())
            .add("name", created -> created.apiKey().name())
            .add("scopes", created -> created.apiKey().scopes())
            .add("origins", created -> created.apiKey().origins())
            .add("agents", created -> created.apiKey().agents())
            .add("expires", created -> created.apiKey().expiresAt());

    private KeyColumns() {}
}
