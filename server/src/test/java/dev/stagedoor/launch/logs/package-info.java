// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.launch.logs;

import org.jspecify.annotations.NullMarked;
