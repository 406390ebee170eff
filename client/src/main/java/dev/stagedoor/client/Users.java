// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.client.http.Request;

/** End users, by their ids in the tenant's system. */
public final class Users {
    private final Root root;

    Users(Root root) {
        this.root = root;
    }

    /** Revokes a user's access and removes them from every room. */
    public AppUserView revoke(String user) {
        return root.send(Request.post(root.at("users", user, "revoke"), null), AppUserView.class);
    }

    /** Restores a revoked user's access. */
    public AppUserView reinstate(String user) {
        return root.send(Request.post(root.at("users", user, "reinstate"), null), AppUserView.class);
    }
}
