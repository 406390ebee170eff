// SPDX-License-Identifier: Apache-2.0
/**
 * Chat users on another server: a tenant's connections are passed on to its upstream server, which knows the chat user
 * and an opaque id of the app user.
 *
 * <p>The server's address is called under the rules of egress (I8), its key is a credential of one tenant only (I1), and
 * neither they nor its tokens ever reach a page (C3). What goes wrong there is said to nobody in its words, and lowers
 * nobody's isolation unless the tenant's policy says so.
 */
@NullMarked
package dev.stagedoor.chatusers.upstream;

import org.jspecify.annotations.NullMarked;
