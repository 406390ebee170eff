// SPDX-License-Identifier: Apache-2.0
/** {@code stagedoor webhook-endpoints} and {@code stagedoor events}: where events are sent, and which there were. */
@NullMarked
package dev.stagedoor.cli.events;

import org.jspecify.annotations.NullMarked;
