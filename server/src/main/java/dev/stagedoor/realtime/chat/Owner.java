// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.chat;

/**
 * Whose a chat is (C1).
 *
 * @param chatUser {@code cu_…}
 * @param user     the tenant's own id of the app user
 */
public record Owner(String chatUser, String user) {}
