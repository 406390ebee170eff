// SPDX-License-Identifier: Apache-2.0
/** Tells tenants of API keys that expire before long or have become old, each once for each reason. */
@NullMarked
package dev.stagedoor.reminders;

import org.jspecify.annotations.NullMarked;
