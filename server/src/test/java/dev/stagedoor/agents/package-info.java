// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.stagedoor.agents;

import org.jspecify.annotations.NullMarked;
