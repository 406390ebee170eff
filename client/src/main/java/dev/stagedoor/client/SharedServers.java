// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.vault.SharedServerList;
import dev.stagedoor.api.vault.SharedServerRequest;
import dev.stagedoor.api.vault.SharedServerView;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shared LiveKit servers, which several tenants may use, each with its own key and secret. */
public final class SharedServers {
    private static final String SERVERS = "shared-servers";

    private final Root root;

    SharedServers(Root root) {
        this.root = root;
    }

    /** Marks a server as shared; {@code note} is for other operators. */
    public SharedServerView share(String serverUrl, @Nullable String note) {
        return root.send(
                Request.put(root.at(SERVERS), new SharedServerRequest(serverUrl, note)), SharedServerView.class);
    }

    /** Unmarks a shared server; rejected while several tenants use it. */
    public void unshare(String serverUrl) {
        root.transport().send(Request.delete(root.at(SERVERS)).with("server_url", serverUrl));
    }

    /** A page of them, by URL. */
    public SharedServerList list(PageRequest page) {
        return root.send(root.list(page, SERVERS), SharedServerList.class);
    }

    /** All of them, page by page. */
    public Stream<SharedServerView> all() {
        return Pages.stream(this::list, SharedServerList::items, SharedServerList::next);
    }
}
