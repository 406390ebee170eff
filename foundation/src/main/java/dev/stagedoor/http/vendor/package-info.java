// SPDX-License-Identifier: Apache-2.0
/** Another vendor's API behind this server's door: who may call it, what its errors look like, and replies passed on. */
@NullMarked
package dev.stagedoor.http.vendor;

import org.jspecify.annotations.NullMarked;
