// SPDX-License-Identifier: Apache-2.0
/** The client against misbehaving servers. */
@NullMarked
package dev.stagedoor.client;

import org.jspecify.annotations.NullMarked;
