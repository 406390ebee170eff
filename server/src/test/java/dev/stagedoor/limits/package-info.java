// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.limits;

import org.jspecify.annotations.NullMarked;
