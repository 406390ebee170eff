package dev.stagedoor.client;

import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.client.http.Request;

/** End users, by the tenant's own ids of them. */
public final class Users {
    private final Root root;

    Users(Root root) {
        this.root = root;
    }

    /** Keeps a user out of every room. */
    public AppUserView revoke(String user) {
        return root.send(Request.post(root.at("users", user, "revoke"), null), AppUserView.class);
    }

    /** Lets a revoked user in again. */
    public AppUserView reinstate(String user) {
        return root.send(Request.post(root.at("users", user, "reinstate"), null), AppUserView.class);
    }
}
