// SPDX-License-Identifier: Apache-2.0
/** Model leases on the wire: how an agent's worker calls its model without a key. */
@NullMarked
package dev.stagedoor.api.models;

import org.jspecify.annotations.NullMarked;
