// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.tracing;

import org.jspecify.annotations.NullMarked;
