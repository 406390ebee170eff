// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.roomevents;

import org.jspecify.annotations.NullMarked;
