// SPDX-License-Identifier: Apache-2.0
/** App users' sessions, and what a page of theirs needs to reach agents. */
@NullMarked
package dev.stagedoor.api.sessions;

import org.jspecify.annotations.NullMarked;
