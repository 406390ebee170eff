// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.launch;

import org.jspecify.annotations.NullMarked;
