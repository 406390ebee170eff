// SPDX-License-Identifier: Apache-2.0
/**
 * The realtime gateway: pages of app users talk with text agents over a WebSocket on the application's own host.
 *
 * <p>A socket is admitted by an app user's token or a single-use ticket, and ends with the token, the session, the user or
 * the tenant (K2). A UI session belongs to the app user who opened it; its id is the server's and cannot be guessed. What a
 * page is told is stored before it is sent (see {@code realtime.events}), and what it holds is bounded (I7). Chats belong
 * to one app user on one chat user (C1).
 */
@NullMarked
package dev.stagedoor.realtime;

import org.jspecify.annotations.NullMarked;
