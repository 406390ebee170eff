// SPDX-License-Identifier: Apache-2.0
/**
 * Workers as containers of a Docker engine. What runs carries labels with its generation, and the engine's names tell who is
 * asked to end, so that nothing is kept here. A worker's environment never reaches the engine's disk or {@code inspect}: it
 * goes to the started container's standard input (I1).
 */
@NullMarked
package dev.stagedoor.launch.docker;

import org.jspecify.annotations.NullMarked;
