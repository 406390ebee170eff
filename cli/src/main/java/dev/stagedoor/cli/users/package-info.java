// SPDX-License-Identifier: Apache-2.0
/** stagedoor users: the access of a tenant's end users. */
@NullMarked
package dev.stagedoor.cli.users;

import org.jspecify.annotations.NullMarked;
