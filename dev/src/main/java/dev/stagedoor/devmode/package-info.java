// SPDX-License-Identifier: Apache-2.0
/**
 * The child processes of {@code stagedoor dev}: a real livekit-server for each demo tenant ({@link
 * dev.stagedoor.devmode.LiveKitServer}) and the voice bridge; and the demo agent ({@link dev.stagedoor.devmode.NodeAgent}),
 * which the server runs as it runs any tenant's workers. They end with this process.
 *
 * <p>Serves I1 and I2 (a server knows only one tenant's key) and S2 (keys travel in a private file or in
 * the child's own environment, never in arguments or logs).
 */
@NullMarked
package dev.stagedoor.devmode;

import org.jspecify.annotations.NullMarked;
