// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.accounts;

/** Where an account stands. */
public enum AccountState {
    /** Has no password yet. */
    INVITED,
    /** Has a password. */
    ACTIVE,
    /** May not log in. */
    DISABLED
}
