// SPDX-License-Identifier: Apache-2.0
/** stagedoor trigger and stagedoor calls. */
@NullMarked
package dev.stagedoor.cli.calls;

import org.jspecify.annotations.NullMarked;
