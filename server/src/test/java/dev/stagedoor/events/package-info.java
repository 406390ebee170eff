// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.events;

import org.jspecify.annotations.NullMarked;
