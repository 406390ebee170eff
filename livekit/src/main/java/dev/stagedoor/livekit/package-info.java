/** LiveKit for Java servers: access tokens, their verification, and the server API. Knows nothing of Stagedoor. */
@NullMarked
package dev.stagedoor.livekit;

import org.jspecify.annotations.NullMarked;
