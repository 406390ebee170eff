// SPDX-License-Identifier: Apache-2.0
/** Tests of chat users on upstream servers. */
@NullMarked
package dev.stagedoor.chatusers.upstream;

import org.jspecify.annotations.NullMarked;
