// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.api.chatusers.ChatUserKind;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.chatusers.policy.ChatUserId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.tenants.AppUsers;
import dev.stagedoor.tenants.Tenants;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The door to what a tenant's backend says of its app users: their tier, and the chat user it chose for them. */
public final class Assignments {
    private final Ledger ledger;

    Assignments(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What was said; null where nothing was. */
    record Said(@Nullable String tier, @Nullable ChatUserId chatUser) {
        static final Said NOTHING = new Said(null, null);

        static Said of(Tx tx, String user) {
            return new Said(
                    AssignmentStore.tier(tx, user).orElse(null),
                    AssignmentStore.find(tx, user, ChatUserKind.MANUAL).orElse(null));
        }
    }

    /**
     * Where an app user's next connection goes.
     *
     * @param chatUser the backend's choice, or what the strategy chose before; null if it is still to choose
     */
    record Now(Said said, @Nullable ChatUserId chatUser) {
        static Now of(Tx tx, String user) {
            Said said = Said.of(tx, user);
            ChatUserKind strategy =
                    ChatUserKind.valueOf(PolicyStore.get(tx).strategy().name());
            return new Now(
                    said,
                    said.chatUser() != null
                            ? said.chatUser()
                            : AssignmentStore.find(tx, user, strategy).orElse(null));
        }
    }

    /** Where that app user's connections go; anybody's may come. */
    Now get(Principal by, TenantId tenant, String user) {
        PlainText.checked("user", user, AppUsers.LONGEST_ID);
        return ledger.read(by, tenant, tx -> Now.of(tx, user));
    }

    /**
     * Replaces what was said of an app user. Their next token shows it, and their open connections follow at once.
     *
     * @throws Problem {@code invalid_request} if the policy has no such tier; {@code not_found} if the tenant has no such
     *     chat user
     */
    Now put(Principal by, TenantId tenant, String user, Said said) {
        PlainText.checked("user", user, AppUsers.LONGEST_ID);
        return ledger.change(by, tenant, change -> {
            Tenants.living(change.tx());
            ChatUsers.requireTier(PolicyStore.get(change.tx()), said.tier());
            say(by, change, user, said);
            return Now.of(change.tx(), user);
        });
    }

    /** The app user has that tier from now on; null leaves them the one they have. */
    public void tier(Principal by, TenantId tenant, String user, @Nullable String tier) {
        Said before = ledger.read(by, tenant, tx -> Said.of(tx, user));
        if (tier != null && !tier.equals(before.tier())) {
            put(by, tenant, user, new Said(tier, before.chatUser()));
        }
    }

    private static void say(Principal by, ChangeTx change, String user, Said said) {
        Tx tx = change.tx();
        if (said.chatUser() == null) {
            AssignmentStore.remove(tx, user, ChatUserKind.MANUAL);
        } else if (ChatUserStore.find(tx, said.chatUser()).isEmpty()) {
            throw ChatUsers.unknown();
        } else {
            AssignmentStore.put(tx, user, ChatUserKind.MANUAL, said.chatUser(), change.now());
        }
        if (said.tier() == null) {
            AssignmentStore.removeTier(tx, user);
        } else {
            AssignmentStore.putTier(tx, user, said.tier());
        }
        change.raiseEpoch();
        Map<String, String> detail = new HashMap<>();
        Optional.ofNullable(said.tier()).ifPresent(tier -> detail.put("tier", tier));
        Optional.ofNullable(said.chatUser()).ifPresent(id -> detail.put("chat_user", id.value()));
        change.append(Draft.of(by, change.now(), "chat_user.assign", user, Json.text(detail)));
    }

    /** What was said of an erased app user goes, and so does a chat user of their own. */
    static int erase(ChangeTx change, String user) {
        Tx tx = change.tx();
        Optional<ChatUserId> own = AssignmentStore.find(tx, user, ChatUserKind.DEDICATED);
        own.ifPresent(id -> ChatUsers.delete(change, id));
        int erased = AssignmentStore.removeAll(tx, user) + (own.isPresent() ? 1 : 0);
        if (erased > 0) {
            change.raiseEpoch();
        }
        return erased;
    }

    /** The app user has that chat user from now on; nothing is written, and false returned, if they have it already. */
    boolean choose(Principal by, TenantId tenant, String user, ChatUserId chatUser) {
        PlainText.checked("app_user_id", user, AppUsers.LONGEST_ID);
        Said before = ledger.read(by, tenant, tx -> Said.of(tx, user));
        if (chatUser.equals(before.chatUser())) {
            return false;
        }
        return ledger.change(by, tenant, change -> {
            Tenants.living(change.tx());
            say(by, change, user, new Said(Said.of(change.tx(), user).tier(), chatUser));
            return true;
        });
    }
}
