// SPDX-License-Identifier: Apache-2.0
/** Phone numbers on the wire: whose they are, and which agent answers them. */
@NullMarked
package dev.stagedoor.api.numbers;

import org.jspecify.annotations.NullMarked;
