// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.realtime.chat;

import org.jspecify.annotations.NullMarked;
