// SPDX-License-Identifier: Apache-2.0
/** Secrets of tenants' own, as a kind of credential: what their workers need beside LiveKit. */
@NullMarked
package dev.stagedoor.launch.secrets;

import org.jspecify.annotations.NullMarked;
