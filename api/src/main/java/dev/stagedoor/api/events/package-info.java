// SPDX-License-Identifier: Apache-2.0
/** Events on the wire, and the webhook endpoints that they are sent to. */
@NullMarked
package dev.stagedoor.api.events;

import org.jspecify.annotations.NullMarked;
