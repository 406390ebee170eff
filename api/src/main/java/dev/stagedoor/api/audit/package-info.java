// SPDX-License-Identifier: Apache-2.0
/** The audit on the wire: entries of a tenant's hash chain, as listed and as exported, and the chain's head. */
@NullMarked
package dev.stagedoor.api.audit;

import org.jspecify.annotations.NullMarked;
