// SPDX-License-Identifier: Apache-2.0
/**
 * Requests to servers whose addresses tenants choose: only where egress permits (I8), without redirects and proxies, and
 * within a time and a size (I7).
 */
@NullMarked
package dev.stagedoor.outbound;

import org.jspecify.annotations.NullMarked;
