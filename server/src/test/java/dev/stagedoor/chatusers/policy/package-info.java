// SPDX-License-Identifier: Apache-2.0
/** Tests of what chat users are. */
@NullMarked
package dev.stagedoor.chatusers.policy;

import org.jspecify.annotations.NullMarked;
