// SPDX-License-Identifier: Apache-2.0
/** Error responses (E1): one document, the same for all routes. */
@NullMarked
package dev.stagedoor.api.problem;

import org.jspecify.annotations.NullMarked;
