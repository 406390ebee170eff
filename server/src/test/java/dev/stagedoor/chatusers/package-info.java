// SPDX-License-Identifier: Apache-2.0
/** Tests of chat users. */
@NullMarked
package dev.stagedoor.chatusers;

import org.jspecify.annotations.NullMarked;
