// SPDX-License-Identifier: Apache-2.0
/** stagedoor usage: what a tenant used. */
@NullMarked
package dev.stagedoor.cli.usage;

import org.jspecify.annotations.NullMarked;
