// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.retention;

import org.jspecify.annotations.NullMarked;
