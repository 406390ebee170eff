// SPDX-License-Identifier: Apache-2.0
/**
 * App users' own accounts: a tenant's backend invites, a user sets a password by a one-time token and logs in with it.
 *
 * <p>Passwords are Argon2id over a keyed hash, so that a stolen table alone is useless (S4); addresses and names are
 * sealed, and found by a keyed hash (S1). An unknown user costs the same hashing as a wrong password. Hashing runs on few
 * threads, by turns of the tenants (I7), and failed logins are limited by account and by network, on all nodes together.
 * A disabled account's sessions end in the commit that disables it (T4).
 */
@NullMarked
package dev.stagedoor.accounts;

import org.jspecify.annotations.NullMarked;
