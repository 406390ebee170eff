// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.keys;

import org.jspecify.annotations.NullMarked;
