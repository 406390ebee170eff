// SPDX-License-Identifier: Apache-2.0
/** stagedoor chat-users: whom agents see, and how app users are led to them. */
@NullMarked
package dev.stagedoor.cli.chatusers;

import org.jspecify.annotations.NullMarked;
