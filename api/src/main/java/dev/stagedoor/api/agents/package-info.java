// SPDX-License-Identifier: Apache-2.0
/** Agents on the wire: the definitions a tenant keeps. */
@NullMarked
package dev.stagedoor.api.agents;

import org.jspecify.annotations.NullMarked;
