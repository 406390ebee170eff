// SPDX-License-Identifier: Apache-2.0
/**
 * Workers as processes of the node that starts them: commands that the operator's configuration names. None outlives its
 * node, and none inherits anything from it (I2, S2).
 */
@NullMarked
package dev.stagedoor.launch.process;

import org.jspecify.annotations.NullMarked;
