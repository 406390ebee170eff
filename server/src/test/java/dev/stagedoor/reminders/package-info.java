// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.reminders;

import org.jspecify.annotations.NullMarked;
