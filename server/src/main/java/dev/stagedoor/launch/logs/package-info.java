// SPDX-License-Identifier: Apache-2.0
/**
 * What workers write: the newest of it, within a bound for each worker and one for each tenant, without the secrets of their
 * environment (S2). However much they write, it costs neither memory nor disk (I7).
 */
@NullMarked
package dev.stagedoor.launch.logs;

import org.jspecify.annotations.NullMarked;
