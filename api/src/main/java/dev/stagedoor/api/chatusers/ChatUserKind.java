// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

/** Who made a chat user: a strategy, or the tenant's backend. */
public enum ChatUserKind {
    SHARED,
    DEDICATED,
    TENANT,
    MANUAL
}
