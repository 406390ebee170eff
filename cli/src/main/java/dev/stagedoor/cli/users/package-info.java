// SPDX-License-Identifier: Apache-2.0
/** stagedoor users: a tenant's end users, their access and their accounts. */
@NullMarked
package dev.stagedoor.cli.users;

import org.jspecify.annotations.NullMarked;
