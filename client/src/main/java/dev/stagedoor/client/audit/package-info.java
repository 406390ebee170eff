// SPDX-License-Identifier: Apache-2.0
/** Verifies an exported audit log without trusting the server. */
@NullMarked
package dev.stagedoor.client.audit;

import org.jspecify.annotations.NullMarked;
