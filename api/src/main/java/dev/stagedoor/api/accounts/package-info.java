// SPDX-License-Identifier: Apache-2.0
/** App users' accounts: invitations by a tenant's backend, passwords, and logins. */
@NullMarked
package dev.stagedoor.api.accounts;

import org.jspecify.annotations.NullMarked;
