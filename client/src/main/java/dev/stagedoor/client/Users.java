// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.tenants.AppUserList;
import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;

/** End users, by their ids in the tenant's system. */
public final class Users {
    private static final String USERS = "users";

    private final Root root;

    Users(Root root) {
        this.root = root;
    }

    /** A page of the users whose access was ever revoked, by id. */
    public AppUserList list(PageRequest page) {
        return root.send(root.list(page, USERS), AppUserList.class);
    }

    /** All of them, page by page. */
    public Stream<AppUserView> all() {
        return Pages.stream(this::list, AppUserList::items, AppUserList::next);
    }

    /** Whether a user's access is revoked. */
    public AppUserView get(String user) {
        return root.send(Request.get(root.at(USERS, user)), AppUserView.class);
    }

    /** Revokes a user's access and removes them from every room. */
    public AppUserView revoke(String user) {
        return root.send(Request.post(root.at(USERS, user, "revoke"), null), AppUserView.class);
    }

    /** Restores a revoked user's access. */
    public AppUserView reinstate(String user) {
        return root.send(Request.post(root.at(USERS, user, "reinstate"), null), AppUserView.class);
    }
}
