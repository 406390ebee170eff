// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.tokens;

import org.jspecify.annotations.NullMarked;
