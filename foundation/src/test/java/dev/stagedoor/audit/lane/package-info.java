// SPDX-License-Identifier: Apache-2.0
/** Tests of how entries are written. */
@NullMarked
package dev.stagedoor.audit.lane;

import org.jspecify.annotations.NullMarked;
