// SPDX-License-Identifier: Apache-2.0
/** Claude profiles on the wire: a tenant's named Anthropic credentials, and which one a user's runs take. */
@NullMarked
package dev.stagedoor.api.claude;

import org.jspecify.annotations.NullMarked;
