// SPDX-License-Identifier: Apache-2.0
/** What texts may hold that people see: names, notes. */
@NullMarked
package dev.stagedoor.api.text;

import org.jspecify.annotations.NullMarked;
