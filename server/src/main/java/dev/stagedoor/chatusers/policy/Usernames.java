// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.policy;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.db.Hash;
import java.util.List;

/** The usernames that strategies give: 3 to 50 characters, without anything of an app user. */
public final class Usernames {
    public static final int LONGEST = 50;

    private static final String SHARED = "pool_user_";
    private static final String DEDICATED = "user_";
    private static final String TENANT = "tenant_";
    private static final int DIGEST = 8;

    private Usernames() {}

    /** Of a pool's member; the tenant is named by its slug. */
    public static String pooled(ChatUserKind kind, String tenant, int index) {
        return kind == ChatUserKind.TENANT ? ofTenant(tenant, "_user_" + index) : SHARED + index;
    }

    /** A name too long keeps its beginning and gets a digest, by which it stays unique. */
    private static String ofTenant(String tenant, String end) {
        int room = LONGEST - TENANT.length() - end.length();
        String name = tenant.length() <= room ? tenant : tenant.substring(0, room - DIGEST - 1) + "-" + digest(tenant);
        return TENANT + name + end;
    }

    private static String digest(String text) {
        return Hash.ofContent(text).toString().substring(0, DIGEST);
    }

    /** Of an app user's own: by the chat user's id, since an app user's may be an e-mail address. */
    public static String dedicated(ChatUserId id) {
        return DEDICATED + id.value().substring("cu_".length());
    }

    /** Whether a strategy may need it. */
    public static boolean isReserved(String username) {
        return List.of(SHARED, DEDICATED, TENANT).stream().anyMatch(username::startsWith);
    }
}
