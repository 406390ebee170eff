// SPDX-License-Identifier: Apache-2.0
/** How app users' pages come in: by a short token of their session, or by a ticket that opens one socket (K2). */
@NullMarked
package dev.stagedoor.realtime.entrance;

import org.jspecify.annotations.NullMarked;
