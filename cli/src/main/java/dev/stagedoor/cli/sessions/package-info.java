// SPDX-License-Identifier: Apache-2.0
/** stagedoor sessions: app users' sessions. */
@NullMarked
package dev.stagedoor.cli.sessions;

import org.jspecify.annotations.NullMarked;
