// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;

/** A tenant's API keys. */
public final class Keys {
    private final Root root;

    Keys(Root root) {
        this.root = root;
    }

    /** Creates one; only this answer contains the key's text. */
    public CreatedApiKey create(NewApiKey key) {
        return root.send(Request.post(root.at("api-keys"), key).creating().repeating(), CreatedApiKey.class);
    }

    /** A page of them, oldest first, including revoked ones. */
    public ApiKeyList list(PageRequest page) {
        return root.send(root.list(page, "api-keys"), ApiKeyList.class);
    }

    /** All of them, page by page. */
    public Stream<ApiKeyView> all() {
        return Pages.stream(this::list, ApiKeyList::items, ApiKeyList::next);
    }

    /** Replaces the given fields of one, by its id ({@code key_…}). */
    public ApiKeyView update(String id, ApiKeyChange change) {
        return root.send(Request.patch(root.at("api-keys", id), change), ApiKeyView.class);
    }

    /** Revokes one, by its id ({@code key_…}); the keys that it made go on. */
    public void revoke(String id) {
        root.transport().send(Request.delete(root.at("api-keys", id)));
    }

    /** Revokes one and all keys that descend from it, repeat it if it is interrupted. */
    public void revokeTree(String id) {
        root.transport().send(Request.delete(root.at("api-keys", id)).with("tree", true));
    }
}
