// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.evidence;

import org.jspecify.annotations.NullMarked;
