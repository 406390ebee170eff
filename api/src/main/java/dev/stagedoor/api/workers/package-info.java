// SPDX-License-Identifier: Apache-2.0
/** Workers on the wire: the processes that Stagedoor runs for a tenant's agents. */
@NullMarked
package dev.stagedoor.api.workers;

import org.jspecify.annotations.NullMarked;
