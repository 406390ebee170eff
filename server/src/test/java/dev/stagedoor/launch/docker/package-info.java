// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.launch.docker;

import org.jspecify.annotations.NullMarked;
