// SPDX-License-Identifier: Apache-2.0
/** Webhooks as a tenant's backend gets them, verified by the libraries of the specification's authors. */
@NullMarked
package dev.stagedoor.e2e.webhooks;

import org.jspecify.annotations.NullMarked;
