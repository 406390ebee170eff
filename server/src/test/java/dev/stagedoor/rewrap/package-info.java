// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.rewrap;

import org.jspecify.annotations.NullMarked;
