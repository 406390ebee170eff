// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.MasterKeyRewrap;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Operators' API keys, and the change of the server's master key. */
public final class OperatorKeys {
    private static final String KEYS = "operator-keys";

    private static final Duration A_PAGE = Duration.ofSeconds(60);

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

    /** Which master keys wrap the tenants' data keys. */
    public MasterKeyRewrap rewrapProgress() {
        return root.send(Request.get(root.at("keys", "rewrap")), MasterKeyRewrap.class);
    }

    /**
     * Wraps a page of the tenants' data keys by the first master key. Safe to repeat.
     *
     * @param after the last page's {@code next}; null to begin
     */
    public MasterKeyRewrap rewrap(@Nullable String after) {
        Request page = Request.post(root.at("keys", "rewrap"), null).with("after", after);
        return root.send(page.repeating().within(A_PAGE), MasterKeyRewrap.class);
    }
}
