// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;

/** Operators' API keys. */
public final class OperatorKeys {
    private static final String KEYS = "operator-keys";

    private final Root root;

    OperatorKeys(Root root) {
        this.root = root;
    }

    /** Creates one; only this answer contains the key's text. */
    public CreatedApiKey create(NewOperatorKey key) {
        return root.send(Request.post(root.at(KEYS), key).creating().repeating(), CreatedApiKey.class);
    }

    /** A page of them, oldest first, including revoked ones. */
    public ApiKeyList list(PageRequest page) {
        return root.send(root.list(page, KEYS), ApiKeyList.class);
    }

    /** All of them, page by page. */
    public Stream<ApiKeyView> all() {
        return Pages.stream(this::list, ApiKeyList::items, ApiKeyList::next);
    }

    /** Replaces the given fields of one, by its id ({@code key_…}). */
    public ApiKeyView update(String id, ApiKeyChange change) {
        return root.send(Request.patch(root.at(KEYS, id), change), ApiKeyView.class);
    }

    /** Revokes one, by its id ({@code key_…}); the keys that it made go on. */
    public void revoke(String id) {
        root.transport().send(Request.delete(root.at(KEYS, id)));
    }

    /** Revokes one and all keys that descend from it, the keys of tenants included; repeat it if it is interrupted. */
    public void revokeTree(String id) {
        root.transport().send(Request.delete(root.at(KEYS, id)).with("tree", true));
    }
}
