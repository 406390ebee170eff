// SPDX-License-Identifier: Apache-2.0
/** What an operator's configuration allows to be run. */
@NullMarked
package dev.stagedoor.launch.allowed;

import org.jspecify.annotations.NullMarked;
