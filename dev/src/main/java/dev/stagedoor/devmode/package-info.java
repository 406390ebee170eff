/**
 * What {@code stagedoor dev} starts beside itself: a real livekit-server for each demo tenant
 * ({@link dev.stagedoor.devmode.LiveKitServer}) and that tenant's agent worker
 * ({@link dev.stagedoor.devmode.NodeAgent}). All are children that end when we do.
 *
 * <p>Floor 9. Serves I1 and I2 (a server and a worker know one tenant's key, and no other) and S2 (keys travel in a
 * private file or in the child's own environment, never in arguments or logs).
 */
@NullMarked
package dev.stagedoor.devmode;

import org.jspecify.annotations.NullMarked;
