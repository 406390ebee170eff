// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.chatusers.ChatUserAssignment;
import dev.stagedoor.api.chatusers.ChatUserAssignmentView;
import dev.stagedoor.api.chatusers.ChatUserChange;
import dev.stagedoor.api.chatusers.ChatUserList;
import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.api.chatusers.ChatUserSlots;
import dev.stagedoor.api.chatusers.ChatUserToken;
import dev.stagedoor.api.chatusers.ChatUserTokenRequest;
import dev.stagedoor.api.chatusers.ChatUserView;
import dev.stagedoor.api.chatusers.NewChatUser;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;

/** A tenant's chat users, and how its app users are led to them. */
public final class ChatUsers {
    private static final String CHAT_USERS = "chat-users";
    private static final String POLICY = "chat-user-policy";
    private static final String ASSIGNMENTS = "chat-user-assignments";

    private final Root root;

    ChatUsers(Root root) {
        this.root = root;
    }

    /** Creates one. */
    public ChatUserView create(NewChatUser chatUser) {
        return root.send(Request.post(root.at(CHAT_USERS), chatUser).creating().repeating(), ChatUserView.class);
    }

    /** A page of them, the oldest first. */
    public ChatUserList list(PageRequest page) {
        return root.send(root.list(page, CHAT_USERS), ChatUserList.class);
    }

    /** All of them, page by page. */
    public Stream<ChatUserView> all() {
        return Pages.stream(this::list, ChatUserList::items, ChatUserList::next);
    }

    /** One of them. */
    public ChatUserView get(String id) {
        return root.send(Request.get(root.at(CHAT_USERS, id)), ChatUserView.class);
    }

    /** Changes one. */
    public ChatUserView update(String id, ChatUserChange change) {
        return root.send(Request.patch(root.at(CHAT_USERS, id), change), ChatUserView.class);
    }

    /** Deletes one, and ends its connections. */
    public void delete(String id) {
        root.transport().send(Request.delete(root.at(CHAT_USERS, id)));
    }

    /** A token by which an app user reaches agents as that chat user. */
    public ChatUserToken token(String id, ChatUserTokenRequest request) {
        return root.send(Request.post(root.at(CHAT_USERS, id, "token"), request), ChatUserToken.class);
    }

    /** How app users are led to chat users. */
    public ChatUserPolicyFields policy() {
        return root.send(Request.get(root.at(POLICY)), ChatUserPolicyFields.class);
    }

    /** Replaces the policy. */
    public ChatUserPolicyFields putPolicy(ChatUserPolicyFields policy) {
        return root.send(Request.put(root.at(POLICY), policy), ChatUserPolicyFields.class);
    }

    /** Those that have connections now: a page of them. */
    public ChatUserSlots slots(PageRequest page) {
        return root.send(root.list(page, "chat-user-slots"), ChatUserSlots.class);
    }

    /** All of those that have connections now, page by page. */
    public Stream<ChatUserSlots.Load> allSlots() {
        return Pages.stream(this::slots, ChatUserSlots::items, ChatUserSlots::next);
    }

    /** Which tier and chat user an app user has. */
    public ChatUserAssignmentView assignment(String user) {
        return root.send(Request.get(root.at(ASSIGNMENTS, user)), ChatUserAssignmentView.class);
    }

    /** Says which tier an app user has, or which chat user. */
    public ChatUserAssignmentView assign(String user, ChatUserAssignment assignment) {
        return root.send(Request.put(root.at(ASSIGNMENTS, user), assignment), ChatUserAssignmentView.class);
    }
}
