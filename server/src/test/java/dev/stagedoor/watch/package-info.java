// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.watch;

import org.jspecify.annotations.NullMarked;
