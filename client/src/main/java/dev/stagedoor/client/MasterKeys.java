// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.access.MasterKeyRewrap;
import dev.stagedoor.client.http.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The master keys that wrap the tenants' data keys. */
public final class MasterKeys {
    private static final Duration A_PAGE = Duration.ofSeconds(60);

    private final Root root;

    MasterKeys(Root root) {
        this.root = root;
    }

    /** Which master keys wrap the data keys. */
    public MasterKeyRewrap progress() {
        return root.send(Request.get(root.at("keys", "rewrap")), MasterKeyRewrap.class);
    }

    /**
     * Wraps a page of data keys by the first master key. Safe to repeat.
     *
     * @param after the last page's {@code next}; null to begin
     */
    public MasterKeyRewrap rewrap(@Nullable String after) {
        Request page = Request.post(root.at("keys", "rewrap"), null).with("after", after);
        return root.send(page.repeating().within(A_PAGE), MasterKeyRewrap.class);
    }
}
