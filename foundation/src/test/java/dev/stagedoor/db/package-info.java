// SPDX-License-Identifier: Apache-2.0
/** The database under attack, and the fixture that gives every test class one of its own. */
@NullMarked
package dev.stagedoor.db;

import org.jspecify.annotations.NullMarked;
