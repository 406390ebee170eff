// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.usage;

import org.jspecify.annotations.NullMarked;
