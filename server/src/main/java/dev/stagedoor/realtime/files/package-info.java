// SPDX-License-Identifier: Apache-2.0
/**
 * Files that app users give to agents. A file belongs to one app user, is found by its id alone, and is what its bytes say: the
 * type that a client claims counts for nothing.
 */
@NullMarked
package dev.stagedoor.realtime.files;

import org.jspecify.annotations.NullMarked;
