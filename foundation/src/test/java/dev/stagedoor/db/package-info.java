// SPDX-License-Identifier: Apache-2.0
/** The database under attack, and the fixture that gives each test class its own. */
@NullMarked
package dev.stagedoor.db;

import org.jspecify.annotations.NullMarked;
