// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

/** How app users are led to chat users. A page cannot tell which one is in force. */
public enum ChatUserStrategy {
    /** Everybody shares the tenant's small pool, the least loaded first. */
    SHARED,
    /** Each app user has a chat user of their own. */
    DEDICATED,
    /** As shared, with a pool under the tenant's name: for an upstream that several tenants use. */
    TENANT
}
