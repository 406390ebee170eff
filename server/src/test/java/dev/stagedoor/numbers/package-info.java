// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.numbers;

import org.jspecify.annotations.NullMarked;
