// SPDX-License-Identifier: Apache-2.0
/** What every error answer looks like (E1): one document, the same for all routes. */
@NullMarked
package dev.stagedoor.api.problem;

import org.jspecify.annotations.NullMarked;
