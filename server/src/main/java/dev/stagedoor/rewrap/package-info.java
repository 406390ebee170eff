// SPDX-License-Identifier: Apache-2.0
/**
 * A change of the master key: every tenant's data key is wrapped anew by the first one, page by page, from wherever it was
 * left. Once none is left under another, the database takes nothing any more that another one wraps (S3).
 */
@NullMarked
package dev.stagedoor.rewrap;

import org.jspecify.annotations.NullMarked;
