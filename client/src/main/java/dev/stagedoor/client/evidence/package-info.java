// SPDX-License-Identifier: Apache-2.0
/** Verifies evidence without trusting the server, the network, or the file. */
@NullMarked
package dev.stagedoor.client.evidence;

import org.jspecify.annotations.NullMarked;
