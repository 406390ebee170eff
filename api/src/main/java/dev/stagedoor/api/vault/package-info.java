// SPDX-License-Identifier: Apache-2.0
/** Credentials on the wire: put once, and never shown again. */
@NullMarked
package dev.stagedoor.api.vault;

import org.jspecify.annotations.NullMarked;
