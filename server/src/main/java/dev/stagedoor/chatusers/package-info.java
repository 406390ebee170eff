// SPDX-License-Identifier: Apache-2.0
/**
 * Chat users: whom agents see when an app user chats, and what the chat may use.
 *
 * <p>The tenant's policy says how its app users are led to chat users, without a page noticing. An app user's first
 * connection makes one chat user however many come at once, and each connection holds a place by a lease, so that the
 * places of a vanished client or node come back (C2). Tenants share no chat user, under any strategy (I5), and no page is
 * told an id of one (C3).
 */
@NullMarked
package dev.stagedoor.chatusers;

import org.jspecify.annotations.NullMarked;
