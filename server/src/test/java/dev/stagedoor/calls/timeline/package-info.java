// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.calls.timeline;

import org.jspecify.annotations.NullMarked;
