// SPDX-License-Identifier: Apache-2.0
/** {@code examples/chat} in a browser: what app users see, and what they must never see. */
@NullMarked
package dev.stagedoor.e2e.chat;

import org.jspecify.annotations.NullMarked;
