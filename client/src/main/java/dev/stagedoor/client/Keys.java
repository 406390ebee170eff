// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

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

    /** Revokes one, by its id ({@code key_…}). */
    public void revoke(String id) {
        root.transport().send(Request.delete(root.at("api-keys", id)));
    }
}
