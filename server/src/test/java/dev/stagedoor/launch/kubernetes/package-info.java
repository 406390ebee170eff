// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.launch.kubernetes;

import org.jspecify.annotations.NullMarked;
