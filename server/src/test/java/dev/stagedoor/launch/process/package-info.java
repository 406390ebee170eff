// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.launch.process;

import org.jspecify.annotations.NullMarked;
