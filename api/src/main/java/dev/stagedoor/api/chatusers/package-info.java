// SPDX-License-Identifier: Apache-2.0
/** Chat users on the wire: whom agents see, the policy by which app users are led to them, and their load. */
@NullMarked
package dev.stagedoor.api.chatusers;

import org.jspecify.annotations.NullMarked;
